"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import * as queries from "@/api/queries";
import type { CustomField } from "@/api/types";
import { Button } from "@/components/ui/button";

const LOOK = "mt-1 w-full rounded-lg border border-line bg-surface px-3 py-2";

type FieldProps = {
  name: string;
  label: string;
  initial?: string;
  rows?: number;
  required?: boolean;
  /** Is this what the server refused? */
  wrong?: boolean;
};

/** A line, or several, of what is typed of a person. */
export function Field({ name, label, initial, rows, required, wrong }: FieldProps) {
  const id = useId();
  const shared = { id, name, defaultValue: initial, required, "aria-invalid": wrong || undefined };
  return (
    <div>
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      {rows ? (
        <textarea {...shared} rows={rows} className={LOOK} />
      ) : (
        <input {...shared} maxLength={320} autoComplete="off" className={LOOK} />
      )}
    </div>
  );
}

type Line = CustomField & { key: number };
type OwnProps = { initial: CustomField[]; onChange: (fields: CustomField[]) => void };

/** Fields that their owner names: a label and a value each. Names that others have already are offered. */
export function OwnFields({ initial, onChange }: OwnProps) {
  const known = useQuery(queries.ownFields).data?.items ?? [];
  const names = useId();
  const [lines, setLines] = useState<Line[]>(() => initial.map((field, key) => ({ ...field, key })));
  const next = useRef(initial.length);
  const change = (changed: Line[]) => {
    setLines(changed);
    onChange(changed.map(({ label, value }) => ({ label: label.trim(), value: value.trim() })));
  };
  const set = (key: number, part: Partial<CustomField>) =>
    change(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <fieldset>
      <legend className="text-sm text-soft">Fields of your own</legend>
      <datalist id={names}>
        {known.map(({ label }) => (
          <option key={label} value={label} />
        ))}
      </datalist>
      <ul className="space-y-2">
        {lines.map(({ key, label, value }, place) => (
          <li key={key} className="grid grid-cols-[2fr_3fr_auto] items-end gap-2">
            <input
              aria-label={`Name of field ${place + 1}`}
              placeholder="Member no."
              list={names}
              value={label}
              maxLength={60}
              autoComplete="off"
              // biome-ignore lint/a11y/noAutofocus: whoever asks for a field wants to name it
              autoFocus={label === "" && value === ""}
              onChange={(event) => set(key, { label: event.target.value })}
              className={`${LOOK} min-w-0`}
            />
            <input
              aria-label={`${label.trim() || "Field"}: value`}
              value={value}
              maxLength={2000}
              autoComplete="off"
              onChange={(event) => set(key, { value: event.target.value })}
              className={`${LOOK} min-w-0`}
            />
            <Button
              kind="quiet"
              aria-label={`Remove field ${label.trim() || place + 1}`}
              onClick={() => change(lines.filter((line) => line.key !== key))}
              className="px-2"
            >
              <X aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
      <Button
        small
        kind="quiet"
        className="mt-2 -ml-3"
        onClick={() => change([...lines, { key: next.current++, label: "", value: "" }])}
      >
        <Plus aria-hidden className="size-4" />
        Add a field
      </Button>
    </fieldset>
  );
}

/** Those that say anything; a value without a name is a mistake that the server names. */
export const filled = (fields: CustomField[]) => fields.filter(({ label, value }) => label || value);

/** What stands in the lines of a text, without empty ones. */
export const linesOf = (text = "") => text.split("\n").flatMap((line) => line.trim() || []);
