"use client";

import { useQuery } from "@tanstack/react-query";
import { HeartHandshake, Wind } from "lucide-react";
import type { ReactNode } from "react";
import * as queries from "@/api/queries";
import type { Trend } from "@/api/types";
import { Empty } from "@/components/ui/empty";
import { Back, PageHead } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { percent } from "@/lib/people/strength";
import { ContactRow } from "./contact-row";
import { Patterns } from "./patterns";

export const PatternsHead = () => (
  <>
    <Back href="/contacts" label="People" />
    <PageHead title="Patterns">Who is new, who drifts away, and how your mail goes.</PageHead>
  </>
);

/** Who is new and who drifts away, and the patterns of all mail. */
export function PatternsPage() {
  const found = useQuery(queries.analytics("all"));
  return (
    <div className="max-w-4xl">
      <PatternsHead />
      {found.isPending && <Skeleton className="mb-10 h-40 w-full rounded-xl!" />}
      {found.error && !found.data && <ProblemNote error={found.error} onRetry={() => found.refetch()} />}
      {found.data && (
        <div className="mb-10 grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-10 md:grid-cols-2">
          <Section title="Drifting away">
            <Trends
              trends={found.data.drifting}
              label="Drifting away"
              empty={
                <Empty icon={Wind} title="Nobody">
                  Whoever was close half a year ago still is.
                </Empty>
              }
            />
          </Section>
          <Section title="New and close">
            <Trends
              trends={found.data.new}
              label="New and close"
              empty={
                <Empty icon={HeartHandshake} title="Nobody">
                  Nobody came close within half a year.
                </Empty>
              }
            />
          </Section>
        </div>
      )}
      <Section title="Your mail with people">
        <div className="panel space-y-8 p-5">
          <Patterns scope="all" theirs="Others" />
        </div>
      </Section>
    </div>
  );
}

type Props = { trends: Trend[]; label: string; empty: ReactNode };

function Trends({ trends, label, empty }: Props) {
  if (trends.length === 0) return empty;
  return (
    <ul aria-label={label} className="panel divide-y divide-line overflow-hidden">
      {trends.map(({ contact, before }) => (
        <ContactRow
          key={contact.id}
          contact={contact}
          note={
            before > 0.005
              ? `${percent(before)} half a year ago, ${percent(contact.strength)} now`
              : `New, ${percent(contact.strength)} of 100 now`
          }
        />
      ))}
    </ul>
  );
}
