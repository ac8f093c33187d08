"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";

type Props = { value: string; onChange: (value: string) => void; label: string; placeholder: string };

/** A search box that `/` finds; Escape, or its button, empties it. */
export function SearchField({ value, onChange, label, placeholder }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const clear = () => {
    onChange("");
    field.current?.focus();
  };
  return (
    <search className="relative block min-w-0 flex-1">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3.5 size-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={field}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        value={value}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value === "") event.currentTarget.blur();
          if (event.key === "Escape") onChange("");
        }}
        className="peer h-11 w-full lg:h-10 rounded-lg border border-line bg-surface pr-12 pl-10 text-base placeholder:text-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/40 sm:text-[0.94rem] [&::-webkit-search-cancel-button]:hidden"
      />
      {value ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={clear}
          className="absolute top-1/2 right-2 -translate-y-1/2 rounded-md p-2 text-faint hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3 hidden -translate-y-1/2 rounded border border-line px-1.5 text-xs text-faint peer-focus:hidden sm:block"
        >
          /
        </kbd>
      )}
    </search>
  );
}
