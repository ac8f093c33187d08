"use client";

import { useQuery } from "@tanstack/react-query";
import { labels } from "@/api/queries";
import { Choice } from "@/components/ui/choice";

const OTHERS = [
  ["DRAFT", "Drafts"],
  ["SPAM", "Spam"],
  ["TRASH", "Trash"],
] as const;

type Props = { value: string; onChange: (label: string) => void };

/** Every label that is not in the row of the most used: those of one name, in whichever mailbox, are one. */
export function LabelChoice({ value, onChange }: Props) {
  const { data } = useQuery(labels);
  const own = (data?.items ?? []).filter((label) => label.own).map((label) => label.name);
  const names = [...new Map(own.map((name) => [name.toLowerCase(), name])).values()];
  const shown = OTHERS.some(([id]) => id === value)
    ? value
    : (names.find((name) => name.toLowerCase() === value.toLowerCase()) ?? "");
  return (
    <Choice
      label="Other labels"
      value={shown}
      onChange={onChange}
      className="h-10 max-w-44 min-w-0 grow basis-30 text-soft"
    >
      <option value="">More labels</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
      <optgroup label="Not in All">
        {OTHERS.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </optgroup>
    </Choice>
  );
}
