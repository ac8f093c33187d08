"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as queries from "@/api/queries";
import type { CardValue, Contact } from "@/api/types";
import { usePart } from "@/hooks/use-part";
import { FIELDS, labelled, told } from "@/lib/people/facts";
import { Standing, Value } from "./value";

const loadWhy = () => import("./why");

/** What is known of a person beside their mail, each value with who says so. Nothing where nothing is. */
export function Card({ contact }: { contact: Contact }) {
  const [asked, setAsked] = useState("");
  const why = usePart(loadWhy, asked !== "");
  const values = useQuery(queries.card(contact.id)).data?.items ?? [];
  const lines = FIELDS.flatMap(([field, name]) =>
    values.filter((value) => value.field === field).map((value) => ({ name, value })),
  );
  const field = FIELDS.find(([one]) => one === asked);
  return (
    <>
      {lines.length > 0 && (
        <section aria-label="About" className="panel mb-10 p-5">
          <dl className="space-y-3">
            {lines.map(({ name, value }) => (
              <Line
                key={value.field + value.label + value.value}
                name={name}
                value={value}
                onWhy={() => setAsked(value.field)}
              />
            ))}
          </dl>
        </section>
      )}
      {why && field && (
        <why.Why contact={contact} field={field[0]} name={field[1]} onClose={() => setAsked("")} />
      )}
    </>
  );
}

type LineProps = { name: string; value: CardValue; onWhy: () => void };

function Line({ name, value, onWhy }: LineProps) {
  return (
    <div className="grid gap-x-4 sm:grid-cols-[7rem_1fr]">
      <dt className="label pt-0.5">{labelled(name, value)}</dt>
      <dd className="min-w-0">
        <Value value={value} />
        <span className="flex flex-wrap items-center gap-x-3 text-sm text-faint">
          <span>{told(value)}</span>
          <Standing
            of={`${value.field === "custom" ? value.label : name}: ${value.value}`}
            locked={value.locked}
            onWhy={onWhy}
          />
        </span>
      </dd>
    </div>
  );
}
