"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import type { CardValue, Contact } from "@/api/types";
import { dateOnly } from "@/lib/format";

const SHOWN = [
  ["phone", "Phone"],
  ["url", "Link"],
  ["location", "Place"],
  ["note", "Note"],
] as const;
const SCHEMES: Record<string, string> = { phone: "tel:", url: "" };

/** What is known of a person beside their mail, each value with who says so. Nothing where nothing is. */
export function Card({ contact }: { contact: Contact }) {
  const values = useQuery(queries.card(contact.id)).data?.items ?? [];
  const lines = SHOWN.flatMap(([field, label]) =>
    values.filter((value) => value.field === field).map((value) => ({ label, value })),
  );
  if (lines.length === 0) return null;
  return (
    <section aria-label="About" className="panel mb-10 p-5">
      <dl className="space-y-3">
        {lines.map(({ label, value }) => (
          <div key={value.field + value.value} className="grid gap-x-4 sm:grid-cols-[5rem_1fr]">
            <dt className="label pt-0.5">{label}</dt>
            <dd className="min-w-0">
              <Value value={value} />
              <span className="block text-sm text-faint">{told(value)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ value: { field, value } }: { value: CardValue }) {
  const scheme = SCHEMES[field];
  if (scheme === undefined) return <span className="break-words whitespace-pre-line">{value}</span>;
  return (
    <a href={scheme + value} rel="noreferrer" className="rounded break-all hover:text-accent hover:underline">
      {value}
    </a>
  );
}

const told = ({ source, at }: CardValue) =>
  source === "owner" ? `You wrote this, ${dateOnly(at)}` : `${source}, ${dateOnly(at)}`;
