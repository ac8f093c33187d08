import type { ReactNode } from "react";

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** Its options. */
  children: ReactNode;
  /** What a screen reader calls it. */
  label: string;
  className: string;
};

/** One of a few things, with the browser's own list. */
export function Choice({ value, onChange, children, label, className }: Props) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`rounded-lg border border-line bg-surface px-3 text-sm ${className}`}
    >
      {children}
    </select>
  );
}
