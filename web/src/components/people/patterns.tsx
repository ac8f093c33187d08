"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Scope } from "@/api/people-queries";
import * as queries from "@/api/queries";
import type { Analytics, Contact } from "@/api/types";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { duration, plural } from "@/lib/format";
import { bars } from "@/lib/people/timeline";
import { TrafficChart } from "./traffic-chart";
import { WeekChart } from "./week-chart";

type Props = { scope: Scope; theirs: string };

/** When mail comes and goes, how fast it is answered, and who is seen with whom, of the last two years. */
export function Patterns({ scope, theirs }: Props) {
  const found = useQuery(queries.analytics(scope));
  if (found.isPending) return <Skeleton className="h-72 w-full rounded-xl!" />;
  if (!found.data) return <ProblemNote error={found.error} onRetry={() => found.refetch()} />;
  const { months, week, ours, theirs: others, companions } = found.data;
  return (
    <>
      <Part title="By month">
        <TrafficChart all={bars(months)} name={theirs} />
      </Part>
      <Part title="By day and hour">
        <WeekChart week={week} />
      </Part>
      <Part title="Answers">
        <Replies ours={ours} theirs={others} name={theirs} />
      </Part>
      {companions.length > 0 && (
        <Part title="On the same mails">
          <ul
            aria-label="On the same mails"
            className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-1.5 sm:grid-cols-[repeat(2,minmax(0,1fr))]"
          >
            {companions.map(({ contact, beside, mails }) => (
              <li key={contact.id + (beside?.id ?? "")} className="flex min-w-0 justify-between gap-3">
                <span className="min-w-0 truncate">
                  <To contact={contact} />
                  {beside && (
                    <>
                      {" with "}
                      <To contact={beside} />
                    </>
                  )}
                </span>
                <span className="shrink-0 text-soft tabular-nums">{plural(mails, "mail")}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

const To = ({ contact }: { contact: Contact }) => (
  <Link href={`/contact?id=${contact.id}`} prefetch={false} className="rounded text-accent hover:underline">
    {contact.name || contact.address}
  </Link>
);

export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title}>
    <h3 className="label mb-3">{title}</h3>
    {children}
  </section>
);

const CLASSES = ["15 minutes", "an hour", "4 hours", "a day", "a week", "30 days"];

type Times = Analytics["ours"];

/** How fast each side answers: a table whose cells are bars. */
function Replies({ ours, theirs, name }: { ours: Times; theirs: Times; name: string }) {
  if (ours.replies + theirs.replies === 0) {
    return <p className="text-soft">Nobody has answered in a thread within 30 days.</p>;
  }
  const most = Math.max(...ours.classes, ...theirs.classes);
  return (
    <table className="w-full text-sm">
      <caption className="mb-2 text-left text-soft">
        {[said("You answer", ours), said(`${name} answer`, theirs)].filter(Boolean).join(" ")}
      </caption>
      <thead>
        <tr className="text-left text-faint">
          <th scope="col" className="py-1 pr-4 font-normal">
            Within
          </th>
          <th scope="col" className="w-2/5 py-1 pr-4 font-normal">
            You
          </th>
          <th scope="col" className="w-2/5 py-1 font-normal">
            {name}
          </th>
        </tr>
      </thead>
      <tbody>
        {CLASSES.map((label, index) => (
          <tr key={label}>
            <th scope="row" className="py-0.5 pr-4 text-left font-normal whitespace-nowrap text-soft">
              {label}
            </th>
            <Amount value={ours.classes[index] ?? 0} most={most} colour="bg-accent" />
            <Amount value={theirs.classes[index] ?? 0} most={most} colour="bg-clay" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function said(who: string, { median_seconds: median }: Times) {
  return median === null ? "" : `${who} half of the time within ${duration(median).replace("about ", "")}.`;
}

const Amount = ({ value, most, colour }: { value: number; most: number; colour: string }) => (
  <td className="py-0.5 pr-4">
    <span className="flex items-center gap-2">
      <span
        aria-hidden
        className={`h-2.5 rounded-sm ${colour}`}
        style={{ width: `${(value / most) * 75}%`, minWidth: value ? 2 : 0 }}
      />
      <span className="text-soft tabular-nums">{value}</span>
    </span>
  </td>
);
