"use client";

import { useId } from "react";

type Props<T extends string> = {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
};

/** One of a few. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex max-w-full rounded-lg bg-sunken p-1">
      {options.map(([option, text]) => (
        <label
          key={option}
          className="relative grid min-h-8 place-items-center rounded-md px-3 text-sm whitespace-nowrap text-soft transition-colors hover:text-ink has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={option === value}
            onChange={() => onChange(option)}
            className="absolute inset-0 m-0 cursor-pointer appearance-none outline-none"
          />
          {text}
        </label>
      ))}
    </div>
  );
}
