import { FileArchive, Mail } from "lucide-react";
import Link from "next/link";
import type { Mailbox } from "@/api/types";
import { ago, plural } from "@/lib/format";
import { isImport, phaseOf } from "@/lib/gmail/mailbox-state";
import { StatusBadge } from "./status-badge";

/** One mailbox in a list. */
export function MailboxLine({ mailbox }: { mailbox: Mailbox }) {
  const Icon = isImport(mailbox) ? FileArchive : Mail;
  return (
    <li>
      <Link
        href={`/mailbox?id=${mailbox.id}`}
        prefetch={false}
        data-row
        className="flex items-center gap-4 px-4 py-3.5 outline-offset-[-2px] hover:bg-sunken/60 sm:px-5"
      >
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-sunken text-soft">
          <Icon aria-hidden className="size-[1.1rem]" strokeWidth={1.6} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{mailbox.address}</span>
          <span className="block text-sm text-soft sm:truncate">{subtitle(mailbox)}</span>
        </span>
        <StatusBadge status={mailbox.status} />
      </Link>
    </li>
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
