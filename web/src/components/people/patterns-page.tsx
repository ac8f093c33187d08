"use client";

import { useQuery } from "@tanstack/react-query";
import { HeartHandshake, Wind } from "lucide-react";
import { type ReactNode, useDeferredValue } from "react";
import * as queries from "@/api/queries";
import type { Analytics, Trend } from "@/api/types";
import { Empty } from "@/components/ui/empty";
import { Back, PageHead } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { WhenNear } from "@/components/ui/when-near";
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
  const all = useDeferredValue(found.data); // rendered in slices, between which the browser answers
  return (
    <div className="max-w-4xl">
      <PatternsHead />
      {all ? (
        <Found all={all} />
      ) : found.error ? (
        <ProblemNote error={found.error} onRetry={() => found.refetch()} />
      ) : (
        <RowsSkeleton />
      )}
    </div>
  );
}

function Found({ all }: { all: Analytics }) {
  return (
    <>
      <div className="mb-10 grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-10 md:grid-cols-2">
        <Section title="Drifting away">
          <Trends
            trends={all.drifting}
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
            trends={all.new}
            label="New and close"
            empty={
              <Empty icon={HeartHandshake} title="Nobody">
                Nobody came close within half a year.
              </Empty>
            }
          />
        </Section>
      </div>
      <WhenNear>
        <Section title="Your mail with people">
          <div className="panel space-y-8 p-5">
            <Patterns scope="all" theirs="Others" />
          </div>
        </Section>
      </WhenNear>
    </>
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
