"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import * as queries from "@/api/queries";
import { useDebounced } from "@/hooks/use-debounced";
import { addressOf, apart, joined, named } from "@/lib/sending/letter";
import { RecipientChip } from "./recipient-chip";

type Props = {
  label: string;
  value: string[];
  readOnly: boolean;
  onChange: (value: string[]) => void;
  children?: ReactNode;
};

/** Whom a mail goes to, with the people that Kith knows offered while one types: a combobox (WAI-ARIA 1.2). */
export function RecipientsField({ label, value, readOnly, onChange, children }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const q = useDebounced(text.trim(), 120);
  const people = useInfiniteQuery({
    ...queries.contacts({ q, kind: "all", sort: "strength" }, 6),
    enabled: q !== "",
    placeholderData: (before) => before,
  });
  const taken = new Set(value.map((one) => addressOf(one).toLowerCase()));
  const found = (q && text.trim() ? (people.data?.pages[0]?.items ?? []) : []).filter(
    ({ address }) => !taken.has(address),
  );
  const shown = open && found.length > 0;
  const add = (more: string[]) => {
    if (more.length === 0) return;
    onChange(joined(value, more));
    setSaid(`${more.map(addressOf).join(", ")} added`);
    setText("");
    setActive(-1);
    setOpen(false);
  };
  const remove = (one: string) => {
    onChange(value.filter((other) => other !== one));
    setSaid(`${addressOf(one)} removed`);
    input.current?.focus();
  };
  const choose = (place: number) => {
    const person = found[place];
    if (person) add([named(person.name, person.address)]);
  };
  const pressed = (event: KeyboardEvent) => {
    const written = text.trim() !== "";
    const sends = event.key === "Enter" && written; // not before what stands here is one of the recipients
    if (event.nativeEvent.isComposing || ((event.ctrlKey || event.metaKey) && !sends)) return;
    if (event.key === "ArrowDown" && found.length > 0) {
      setOpen(true);
      setActive((active + 1) % found.length);
    } else if (event.key === "ArrowUp" && shown) setActive(active <= 0 ? found.length - 1 : active - 1);
    else if (event.key === "Enter") shown && active >= 0 ? choose(active) : add(apart(text));
    else if ([",", ";"].includes(event.key) && written) add(apart(text));
    else if (event.key === "Escape" && shown) setOpen(false);
    else if (event.key === "Backspace" && text === "" && value.length > 0 && !readOnly)
      remove(value.at(-1) as string);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const pasted = (event: ClipboardEvent) => {
    const several = apart(event.clipboardData.getData("text"));
    if (several.length < 2) return;
    event.preventDefault();
    add(several);
  };
  return (
    <div className="relative flex items-start gap-3 border-b border-line px-4 py-1.5 sm:px-5">
      <label htmlFor={id} className="w-8 shrink-0 pt-1.5 text-sm text-faint">
        {label}
      </label>
      <ul aria-label={`${label}: recipients`} className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
        {value.map((one) => (
          <RecipientChip key={one} written={one} onRemove={() => remove(one)} />
        ))}
        <li className="min-w-20 flex-1">
          <input
            ref={input}
            id={id}
            role="combobox"
            aria-expanded={shown}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            value={text}
            readOnly={readOnly}
            onChange={(event) => {
              setText(event.target.value);
              setActive(-1);
              setOpen(true);
            }}
            onKeyDown={pressed}
            onPaste={pasted}
            onBlur={() => (text.trim() ? add(apart(text)) : setOpen(false))}
            className="h-8 w-full bg-transparent text-base focus:outline-none sm:text-[0.94rem]"
          />
        </li>
      </ul>
      {children}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={`People for ${label}`}
        hidden={!shown}
        className="panel absolute inset-x-3 top-full z-20 mt-1 overflow-hidden shadow-float"
      >
        {found.map((person, place) => (
          <div
            key={person.id}
            id={`${id}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            onPointerDown={(event) => {
              event.preventDefault(); // the field keeps the focus
              choose(place);
            }}
            className={`cursor-pointer px-4 py-2 text-sm ${place === active ? "bg-accent-soft" : "hover:bg-sunken"}`}
          >
            <span className="font-medium">{person.name || person.address}</span>
            {person.name && <span className="ml-2 break-all text-faint">{person.address}</span>}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
