"use client";

import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { PlugZap, Send } from "lucide-react";
import { useDeferredValue } from "react";
import { api, call } from "@/api/client";
import * as enrichmentQueries from "@/api/enrichment-queries";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { PageHead } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { dollars } from "@/lib/enrichment/words";
import { CallRow } from "./call-row";
import { SourceRow } from "./source-row";

export const SourcesHead = () => (
  <PageHead title="Sources">
    Whom Kith may ask about your people. Nothing leaves this machine for one before you switch it on.
  </PageHead>
);

/** Whom Kith can ask, what that costs, and everything that left this machine. */
export function Sources() {
  const query = useQuery(enrichmentQueries.sources);
  const found = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  return (
    <div className="max-w-4xl">
      <SourcesHead />
      {found ? (
        <Found found={found} />
      ) : query.error ? (
        <ProblemNote error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <RowsSkeleton rows={4} />
      )}
    </div>
  );
}

type Found = NonNullable<ReturnType<typeof useSources>["data"]>;
const useSources = () => useQuery(enrichmentQueries.sources);

function Found({ found: { sources, monthly_micro_usd, used_micro_usd } }: { found: Found }) {
  const offered = sources.filter((source) => source.offered && source.sent.length > 0);
  const others = sources.filter((source) => !offered.includes(source));
  return (
    <div className="space-y-12">
      <Section title="What can be asked">
        {offered.length === 0 ? (
          <Empty icon={PlugZap} title="None is offered here">
            Whoever runs this Kith names those that people may switch on in KITH_ENRICHMENT_SOURCES.
          </Empty>
        ) : (
          <>
            <ul aria-label="Sources" className="panel divide-y divide-line overflow-hidden">
              {offered.map((source) => (
                <SourceRow key={source.name} source={source} />
              ))}
            </ul>
            <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
              <p className="text-sm text-soft">
                {dollars(used_micro_usd)} of {dollars(monthly_micro_usd)} were spent by everybody here this
                month.
              </p>
              {offered.some((source) => source.enabled) && <AskNow />}
            </div>
          </>
        )}
        {offered.length > 0 && others.length > 0 && (
          <p className="mt-4 text-sm text-faint">
            Not offered here: {others.map((source) => source.attribution).join(" · ")}
          </p>
        )}
      </Section>
      <Calls />
    </div>
  );
}

function AskNow() {
  const say = useToast();
  const ask = useMutation({
    mutationFn: () => call(api.POST("/api/v1/enrichment/refresh")),
    onError: useProblemToast(),
    onSuccess: () => say({ title: "Whoever is due is asked about, the closest first" }),
  });
  return (
    <Button small disabled={ask.isPending} onClick={() => ask.mutate()}>
      <Send aria-hidden className="size-3.5" />
      Ask about everybody who is due
    </Button>
  );
}

function Calls() {
  const calls = useInfiniteQuery(enrichmentQueries.sourceCalls);
  return (
    <Section title="What left this machine">
      <Endless
        query={calls}
        label="Calls"
        row={(one) => <CallRow key={one.id} call={one} named />}
        empty={
          <Empty icon={Send} title="Nothing so far">
            Each call is written down here before it is made: whom it went to, and all that was in it.
          </Empty>
        }
      />
    </Section>
  );
}
