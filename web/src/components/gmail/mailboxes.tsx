"use client";

import { useQuery } from "@tanstack/react-query";
import { Mailbox as MailboxIcon } from "lucide-react";
import type { ReactNode } from "react";
import * as queries from "@/api/queries";
import { ImportDrop } from "@/components/imports/import-drop";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { SetbackNote } from "@/components/ui/setback-note";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { ConnectButton } from "./connect-button";
import { MailboxLine } from "./mailbox-line";

export const MailboxesHead = ({ action }: { action?: ReactNode }) => (
  <PageHead title="Mailboxes" action={action}>
    Where your mail comes from. Kith only reads, unless you let it do more.
  </PageHead>
);

/** Where mail comes from. */
export function Mailboxes() {
  return (
    <div className="max-w-4xl">
      <SetbackNote />
      <MailboxesHead action={<ConnectButton />} />
      <div className="space-y-8">
        <List />
        <ImportDrop />
      </div>
    </div>
  );
}

function List() {
  const mailboxes = useQuery(queries.mailboxes);
  if (mailboxes.isPending) return <RowsSkeleton rows={2} />;
  if (!mailboxes.data) return <ProblemNote error={mailboxes.error} onRetry={() => mailboxes.refetch()} />;
  if (mailboxes.data.items.length === 0) {
    return (
      <Empty icon={MailboxIcon} title="No mailbox yet">
        Connect a Gmail account, or import a file below.
      </Empty>
    );
  }
  return (
    <ul aria-label="Mailboxes" className="panel divide-y divide-line overflow-hidden">
      {mailboxes.data.items.map((mailbox) => (
        <MailboxLine key={mailbox.id} mailbox={mailbox} />
      ))}
    </ul>
  );
}
