"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import type { Mailbox } from "@/api/types";
import { ConnectButton } from "@/components/gmail/connect-button";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { isImport, isWritable } from "@/lib/gmail/mailbox-state";
import { may, rightsOf } from "@/lib/gmail/rights";
import { useGrant } from "./allow";

const AT_GOOGLE = "https://myaccount.google.com/connections";

/** What Kith may do at Google, mailbox by mailbox, and the ways to give and take that. */
export function Rights() {
  const query = useQuery(queries.mailboxes);
  const boxes = query.data?.items.filter((box) => !isImport(box)) ?? [];
  return (
    <Section title="What Kith may do at Google" more={{ href: "/mailboxes", label: "Mailboxes" }}>
      {query.isPending && <RowsSkeleton rows={1} />}
      {query.isError && !query.data && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {query.data && boxes.length === 0 && (
        <div className="panel flex flex-wrap items-center justify-between gap-4 px-4 py-4 sm:px-5">
          <p className="text-soft">Nothing but tell who you are: no Gmail mailbox is connected.</p>
          <ConnectButton kind="plain" small />
        </div>
      )}
      {boxes.length > 0 && (
        <>
          <ul aria-label="What Kith may do" className="panel divide-y divide-line overflow-hidden">
            {boxes.map((box) => (
              <Row key={box.id} mailbox={box} />
            ))}
          </ul>
          <p className="mt-2 text-sm text-faint">
            {boxes.some((box) => may(box, "send") || may(box, "modify")) &&
              "“Only read” makes Kith forget that it may do more. "}
            All of it ends at{" "}
            <a href={AT_GOOGLE} target="_blank" rel="noopener noreferrer" className="rounded underline">
              Google’s list of connected apps
            </a>
            , or by disconnecting the mailbox.
          </p>
        </>
      )}
    </Section>
  );
}

function Row({ mailbox }: { mailbox: Mailbox }) {
  const grant = useGrant(mailbox.id);
  const leaving = grant.isPending || grant.isSuccess;
  const sends = may(mailbox, "send");
  const modifies = may(mailbox, "modify");
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate font-medium">{mailbox.address}</p>
        <p className="text-sm text-soft">{rightsOf(mailbox) ?? "Kith may do nothing"}</p>
      </div>
      {isWritable(mailbox) && (
        <div className="flex flex-wrap gap-2">
          {!sends && (
            <Button small disabled={leaving} onClick={() => grant.mutate("send")}>
              Let it send
            </Button>
          )}
          {!modifies && (
            <Button small disabled={leaving} onClick={() => grant.mutate("modify")}>
              Let it change mail
            </Button>
          )}
          {(sends || modifies) && (
            <Button small kind="quiet" disabled={leaving} onClick={() => grant.mutate("read")}>
              Only read
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
