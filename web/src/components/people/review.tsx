"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Split, Undo2, Users } from "lucide-react";
import Link from "next/link";
import * as queries from "@/api/queries";
import type { SuggestedContact, Suggestion } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { ListSkeleton } from "@/components/ui/skeleton";
import { useReview } from "@/hooks/people/use-review";
import { useKeys } from "@/hooks/use-keys";
import { ago, count, dateOnly, plural } from "@/lib/format";

export const ReviewHead = ({ left }: { left?: string }) => (
  <PageHead title="Possible duplicates" back={{ href: "/contacts", label: "People" }}>
    <span aria-live="polite">{left}</span>
  </PageHead>
);

/** Pairs of people who may be one: one pair at a time, by keys or by buttons. */
export function Review() {
  const review = useReview();
  const { query, isPending, pair, left, skipped, answer, skip, undo } = review;
  useKeys([
    { keys: ["y"], what: "The same person", run: () => answer("merge") },
    { keys: ["n"], what: "Not the same", run: () => answer("dismiss") },
    { keys: ["s"], what: "Skip", run: () => (pair ? skip() : false) },
    { keys: ["z"], what: "Undo the last answer", run: () => undo?.() ?? undo !== undefined },
  ]);
  if (isPending) return <ListSkeleton head={<ReviewHead />} />;
  return (
    <div className="max-w-4xl">
      <ReviewHead left={pair ? `${count(left)} left` : "None left"} />
      {query.isError && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {pair && (
        <>
          <Pair key={pair.id} pair={pair} />
          <div className="mt-5 flex flex-wrap items-center gap-3">
            <Answer
              kind="primary"
              icon={Check}
              label="Same person"
              hint="y"
              onClick={() => answer("merge")}
            />
            <Answer icon={Split} label="Not the same" hint="n" onClick={() => answer("dismiss")} />
            <Answer kind="quiet" label="Skip" hint="s" onClick={skip} />
            <Answer kind="quiet" icon={Undo2} label="Undo" hint="z" disabled={!undo} onClick={undo} />
          </div>
        </>
      )}
      {!pair && !query.isError && (
        <Empty
          icon={Users}
          title={skipped > 0 ? `${plural(skipped, "pair")} skipped` : "Nothing to decide"}
          action={
            skipped > 0 ? (
              <Button onClick={review.startOver}>Look at them again</Button>
            ) : undo ? (
              <Button onClick={undo}>Undo the last answer</Button>
            ) : undefined
          }
        >
          Kith merges only where it is sure, and asks about the rest here.
        </Empty>
      )}
    </div>
  );
}

type AnswerProps = {
  kind?: "primary" | "quiet";
  icon?: typeof Check;
  label: string;
  hint: string;
  disabled?: boolean;
  onClick?: () => unknown;
};

function Answer({ kind, icon: Icon, label, hint, disabled, onClick }: AnswerProps) {
  return (
    <Button kind={kind} disabled={disabled} onClick={() => onClick?.()} aria-keyshortcuts={hint}>
      {Icon && <Icon aria-hidden className="size-4" />}
      {label}
      <kbd aria-hidden className="hidden rounded border border-current px-1.5 text-xs sm:inline">
        {hint}
      </kbd>
    </Button>
  );
}

function Pair({ pair }: { pair: Suggestion }) {
  return (
    <article aria-label="A possible duplicate">
      <div className="grid gap-4 sm:grid-cols-2">
        {pair.contacts.map((side) => (
          <Side key={side.contact.id} side={side} />
        ))}
      </div>
      <section aria-label="Why they may be one" className="panel mt-4 p-5">
        <h2 className="mb-3 font-serif text-xl tracking-tight">
          {Math.round(pair.probability * 100)} in 100 that they are one
        </h2>
        <ul className="space-y-2">
          {pair.reasons.map(({ reason, weight, bits }) => (
            <li key={reason} className="grid gap-x-5 sm:grid-cols-[1fr_auto]">
              <span className="min-w-0 break-words">{reason}</span>
              <span className={`text-sm ${bits < 0 ? "text-bad" : "text-soft"}`}>{weight}</span>
            </li>
          ))}
        </ul>
      </section>
    </article>
  );
}

function Side({ side: { contact, identities } }: { side: SuggestedContact }) {
  const card = useQuery(queries.card(contact.id)).data?.items ?? [];
  const phones = card.filter(({ field }) => field === "phone");
  const name = contact.name || contact.address;
  return (
    <section aria-label={`${name}, ${contact.address}`} className="panel min-w-0 p-5">
      <header className="flex items-center gap-3">
        <Avatar name={name} seed={contact.address} strength={contact.strength} />
        <div className="min-w-0">
          <h2 className="truncate font-medium">
            <Link href={`/contact?id=${contact.id}`} prefetch={false} className="rounded hover:underline">
              {name}
            </Link>
          </h2>
          <p className="truncate text-sm text-soft">
            {[contact.title, contact.company].filter(Boolean).join(", ") || "no company known"}
          </p>
        </div>
      </header>
      <ul className="mt-4 space-y-2 text-sm">
        {identities.map((one) => (
          <li key={one.id}>
            <p className="break-all">{one.address || "without an address"}</p>
            <p className="text-faint">
              {one.first_at && one.last_at
                ? `${count(one.received)} from, ${count(one.sent)} to · ${dateOnly(one.first_at)} to ${dateOnly(one.last_at)}`
                : "no mail yet"}
            </p>
          </li>
        ))}
        {phones.map(({ value }) => (
          <li key={value}>{value}</li>
        ))}
        {contact.last_at && <li className="text-faint">Last mail {ago(contact.last_at)}</li>}
      </ul>
    </section>
  );
}
