"use client";

import { LoaderCircle, ScanSearch } from "lucide-react";
import type { Job, Mailbox, MailboxHealth } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useCheck } from "@/hooks/gmail/use-check";
import { ago, plural } from "@/lib/format";
import { isBusy } from "@/lib/gmail/mailbox-state";

/** When the copy was last compared with Gmail, what that found, and another comparison now. */
export function LastCheck({ mailbox, health }: { mailbox: Mailbox; health: MailboxHealth }) {
  const { job, isRunning, start } = useCheck(mailbox);
  const possible = !isBusy(mailbox) && !["reconnect", "disconnected", "erasing"].includes(mailbox.status);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line px-4 py-4 sm:px-5">
      <p aria-live="polite" className="min-w-52 flex-1">
        {isRunning ? doing(job) : (failed(job) ?? said(health))}
      </p>
      {possible && (
        <Button small disabled={isRunning} onClick={() => start()}>
          {isRunning ? (
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
          ) : (
            <ScanSearch aria-hidden className="size-4" />
          )}
          {isRunning ? "Checking" : "Check now"}
        </Button>
      )}
    </div>
  );
}

function doing(job?: Job) {
  const phase = job?.progress?.phase ?? "asking Gmail what has changed";
  const again = job?.attempts.length ? " Gmail did not answer, it is asked again." : "";
  return `Comparing with Gmail: ${phase}.${again}`;
}

function failed(job?: Job) {
  if (!job || job.state === "running" || job.state === "completed") return null;
  return `The comparison stopped. ${job.error || "Its job says why."} Nothing was changed by that.`;
}

function said(health: MailboxHealth) {
  if (!health.reconciled_at || !health.reconciliation) {
    return "Not yet compared with Gmail: that is done every night.";
  }
  return `Compared with Gmail ${ago(health.reconciled_at)}: ${outcome(health.reconciliation)}.`;
}

function outcome(found: NonNullable<MailboxHealth["reconciliation"]>) {
  const { missing, extra, healed, relabelled } = found;
  const parts = [
    missing > 0 && `${plural(missing, "message")} had been missing`,
    extra > 0 && `${plural(extra, "message")} had been deleted there`,
    relabelled > 0 && `${plural(relabelled, "message")} had other labels`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return "nothing missing";
  const left = missing + extra - healed;
  const end = left > 0 ? `${plural(left, "message")} could not be put right yet` : "all of it is put right";
  return `${parts.join(", ")}; ${end}`;
}
