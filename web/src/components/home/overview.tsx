"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import * as queries from "@/api/queries";
import type { Mailbox, User } from "@/api/types";
import { BusyMailbox } from "@/components/gmail/busy-mailbox";
import { FirstMailbox } from "@/components/gmail/first-mailbox";
import { MailboxLine } from "@/components/gmail/mailbox-line";
import { PageHead } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/format";
import { Circle } from "./circle";
import { RecentThreads } from "./recent-threads";
import { Strongest } from "./strongest";

const CLOSE = 12; // people in the circle: as many as stay legible on a phone

/** What somebody sees who is signed in: who is close, what is new, and whether the copy is well. */
export function Overview({ user }: { user: User }) {
  const mailboxes = useQuery(queries.mailboxes);
  const people = useInfiniteQuery(queries.contacts({ sort: "strength", kind: "person" }, CLOSE));

  const boxes = useDeferredValue(mailboxes.data)?.items; // rendered in slices, between which the browser answers
  if (mailboxes.isError && !mailboxes.data) {
    return <ProblemNote error={mailboxes.error} onRetry={() => mailboxes.refetch()} />;
  }
  if (!boxes) return <PageSkeleton />;
  const first = user.name.split(" ")[0] ?? user.name;
  if (boxes.length === 0) return <FirstMailbox name={first} />;
  const busy = boxes.filter((box) => ["connecting", "backfilling"].includes(box.status));
  return (
    <>
      <PageHead title={`Hello, ${first}`}>{summary(boxes)}</PageHead>
      <div className="space-y-3">
        {busy.map((box) => (
          <BusyMailbox key={box.id} mailbox={box} />
        ))}
      </div>
      <div
        className={`grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] ${busy.length ? "mt-8" : ""}`}
      >
        <Section title="Your circle" more={{ href: "/contacts", label: "Everybody" }}>
          <Circle people={people} user={user} />
        </Section>
        <Section title="Strongest relationships" more={{ href: "/patterns", label: "Who is new" }}>
          <Strongest people={people} />
        </Section>
        <Section title="Recent mail" more={{ href: "/threads", label: "All mail" }}>
          <RecentThreads />
        </Section>
        <Section title="Mailboxes" more={{ href: "/mailboxes", label: "Manage" }}>
          <ul className="panel divide-y divide-line overflow-hidden">
            {boxes.map((box) => (
              <MailboxLine key={box.id} mailbox={box} />
            ))}
          </ul>
        </Section>
      </div>
    </>
  );
}

function summary(boxes: Mailbox[]) {
  const sum = (of: (box: Mailbox) => number) => boxes.reduce((total, box) => total + of(box), 0);
  const messages = plural(
    sum((box) => box.counts.stored),
    "message",
  );
  if (boxes.length > 1) return `${messages} from ${plural(boxes.length, "mailbox", "mailboxes")}.`;
  const people = plural(
    sum((box) => box.counts.contacts),
    "person",
    "people",
  );
  return `${messages} with ${people} at ${plural(
    sum((box) => box.counts.companies),
    "company",
    "companies",
  )}.`;
}
