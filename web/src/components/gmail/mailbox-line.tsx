import { FileArchive, Mail } from "lucide-react";
import type { Mailbox } from "@/api/types";
import { Row } from "@/components/ui/row";
import { ago, plural } from "@/lib/format";
import { isImport, phaseOf } from "@/lib/gmail/mailbox-state";
import { StatusBadge } from "./status-badge";

/** One mailbox in a list. */
export function MailboxLine({ mailbox }: { mailbox: Mailbox }) {
  const Icon = isImport(mailbox) ? FileArchive : Mail;
  const mark = (
    <span className="grid size-(--row-face) shrink-0 place-items-center rounded-full bg-sunken text-soft">
      <Icon aria-hidden className="size-[1.1rem]" strokeWidth={1.6} />
    </span>
  );
  return (
    <Row href={`/mailbox?id=${mailbox.id}`} lead={mark}>
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-5 font-medium">{mailbox.address}</span>
        <span className="block text-sm text-soft sm:truncate">{subtitle(mailbox)}</span>
      </span>
      <StatusBadge status={mailbox.status} />
    </Row>
  );
}

function subtitle(mailbox: Mailbox) {
  const stored = plural(mailbox.counts.stored, "message");
  if (mailbox.status === "healthy") {
    const origin = isImport(mailbox)
      ? "imported"
      : mailbox.last_sync_at
        ? `synced ${ago(mailbox.last_sync_at)}`
        : "";
    return [stored, origin].filter(Boolean).join(" · ");
  }
  return mailbox.status_reason ?? `${stored} · ${phaseOf(mailbox)}`;
}
