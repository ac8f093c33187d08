"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import Link from "next/link";
import * as enrichmentQueries from "@/api/enrichment-queries";
import type { Contact, ContactEnrichment } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { When } from "@/components/ui/when";
import { useEnrichment } from "@/hooks/enrichment/use-enrichment";
import { fieldName, sourceName } from "@/lib/enrichment/words";
import { CallRow } from "./call-row";

const STATUS = { asked: "Asked last", next: "next" };

/** Who was asked about somebody, and what they said. Nothing where no source is offered and none was ever asked. */
export function AskedAbout({ contact }: { contact: Contact }) {
  const sources = useQuery(enrichmentQueries.sources);
  const query = useQuery(enrichmentQueries.enrichment(contact.id));
  if (query.error) return <ProblemNote error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data || !sources.data) return null;
  const offered = sources.data.sources.filter((source) => source.offered && source.needs === null);
  if (offered.length === 0 && query.data.calls.length === 0) return null;
  const isOn = offered.some((source) => source.enabled);
  return (
    <Section title="What others say" more={{ href: "/sources", label: "Sources" }} className="mb-10">
      <div className="panel overflow-hidden">
        <Standing enrichment={query.data} isOn={isOn} />
        {query.data.calls.length > 0 && (
          <ul aria-label="Who was asked" className="divide-y divide-line border-t border-line">
            {query.data.calls.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function Standing({ enrichment, isOn }: { enrichment: ContactEnrichment; isOn: boolean }) {
  const { ask, suppress, allow } = useEnrichment(enrichment.contact_id);
  const { quality, suppressed, refused_by, refreshed_at, next_at } = enrichment;
  return (
    <div className="space-y-4 p-4 sm:p-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Measure label="Complete" value={quality.completeness} />
        <Measure label="Certain" value={quality.score} />
      </div>
      <p className="text-sm text-soft">
        {quality.missing.length > 0 && `Missing: ${quality.missing.map(fieldName).join(", ")}. `}
        {quality.disputed.length > 0 && `Disputed: ${quality.disputed.map(fieldName).join(", ")}. `}
        {refreshed_at && (
          <>
            {STATUS.asked} <When at={refreshed_at} relative />
            {next_at && !suppressed && (
              <>
                , {STATUS.next} <When at={next_at} />
              </>
            )}
            .
          </>
        )}
      </p>
      {suppressed && (
        <p className="text-sm text-warn">
          Nobody is asked about them: nothing of theirs leaves this machine.
        </p>
      )}
      {refused_by.length > 0 && (
        <p className="text-sm text-warn">
          They asked {refused_by.map(sourceName).join(" and ")} to be forgotten, and are not looked for there.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {!suppressed && isOn && (
          <Button small disabled={ask.isPending} onClick={() => ask.mutate(refreshed_at !== null)}>
            <RefreshCw aria-hidden className="size-3.5" />
            {refreshed_at ? "Ask anew" : "Ask now"}
          </Button>
        )}
        {!suppressed && !isOn && (
          <p className="text-sm text-soft">
            No source is switched on:{" "}
            <Link href="/sources" prefetch={false} className="rounded text-accent underline">
              choose whom to ask
            </Link>
            .
          </p>
        )}
        <Button
          small
          kind="quiet"
          disabled={suppress.isPending || allow.isPending}
          onClick={() => (suppressed ? allow : suppress).mutate()}
        >
          {suppressed ? "Let sources be asked again" : "Never ask about them"}
        </Button>
      </div>
    </div>
  );
}

const Measure = ({ label, value }: { label: string; value: number }) => (
  <div>
    <p className="mb-1.5 flex justify-between text-sm text-soft">
      <span>{label}</span>
      <span className="tabular-nums">{Math.round(value * 100)} %</span>
    </p>
    <ProgressBar label={label} value={value} />
  </div>
);
