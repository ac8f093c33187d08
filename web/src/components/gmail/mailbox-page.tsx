"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import * as queries from "@/api/queries";
import { Missing, Unavailable } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { PageSkeleton } from "@/components/ui/skeleton";
import { WhenNear } from "@/components/ui/when-near";
import { useParam } from "@/hooks/use-param";
import { dateOnly } from "@/lib/format";
import { isImport } from "@/lib/gmail/mailbox-state";
import { rightsOf } from "@/lib/gmail/rights";
import { Actions } from "./actions";
import { Banner } from "./banner";
import { Counts } from "./counts";
import { DeadLetters } from "./dead-letters";
import { FoundPeople } from "./found-people";
import { Health } from "./health";
import { OwnAddresses } from "./own-addresses";
import { StatusBadge } from "./status-badge";
import { SyncProgress } from "./sync-progress";

const LIST = { href: "/mailboxes", label: "Mailboxes" };

/** One mailbox, live. */
export function MailboxPage() {
  const [id] = useParam("id");
  const query = useQuery({ ...queries.mailbox(id), enabled: id !== "" });
  const mailbox = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  useTitle(mailbox?.address ?? "Mailbox");

  if (!id) return <Missing what="mailbox" list={LIST} />;
  if (!mailbox) {
    if (query.isPending || query.data) return <PageSkeleton />;
    return <Unavailable what="mailbox" list={LIST} error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <div className="max-w-4xl">
      <Back {...LIST} />
      <header className="mb-7 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="title">{mailbox.address}</h1>
          <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
            <StatusBadge status={mailbox.status} />
            {[
              isImport(mailbox) ? "Imported from a file" : "Gmail",
              rightsOf(mailbox),
              `since ${dateOnly(mailbox.created_at)}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
        <Actions mailbox={mailbox} />
      </header>
      <div className="space-y-6">
        <Banner mailbox={mailbox} />
        <SyncProgress mailbox={mailbox} />
        <Counts mailbox={mailbox} />
        <Health mailbox={mailbox} />
        {mailbox.counts.dead > 0 && <DeadLetters mailbox={mailbox} />}
        <WhenNear>
          <OwnAddresses mailbox={mailbox} />
          <FoundPeople mailbox={mailbox} />
        </WhenNear>
      </div>
    </div>
  );
}
