"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import * as queries from "@/api/queries";
import type { Contact, Identity } from "@/api/types";
import { Section } from "@/components/ui/section";
import { dateOnly } from "@/lib/format";

/** The companies that somebody wrote from, with the first and the last mail of each. Nothing for who has one or none. */
export function Employers({ contact }: { contact: Contact }) {
  const employers = byCompany(useQuery(queries.identities(contact.id)).data?.items ?? []);
  if (employers.length < 2) return null;
  return (
    <Section title="Companies" className="mb-10">
      <ul aria-label="Companies" className="panel divide-y divide-line">
        {employers.map(({ id, name, first, last }) => (
          <li
            key={id}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-5"
          >
            <Link
              href={`/company?id=${id}`}
              prefetch={false}
              className="rounded hover:text-accent hover:underline"
            >
              {name}
            </Link>
            <span className="text-sm text-faint">
              {dateOnly(first)} to {dateOnly(last)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Employer = { id: string; name: string; first: string; last: string };

/** The latest first. Moments are in UTC and of one form, so that their texts have their order. */
function byCompany(identities: Identity[]): Employer[] {
  const found = new Map<string, Employer>();
  for (const { company_id: id, company, first_at, last_at } of identities) {
    if (!id || !company || !first_at || !last_at) continue;
    const known = found.get(id);
    found.set(id, {
      id,
      name: company,
      first: known && known.first < first_at ? known.first : first_at,
      last: known && known.last > last_at ? known.last : last_at,
    });
  }
  return [...found.values()].toSorted((one, other) => (one.last < other.last ? 1 : -1));
}
