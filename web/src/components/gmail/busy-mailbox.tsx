import Link from "next/link";
import type { Mailbox } from "@/api/types";
import { ProgressBar } from "@/components/ui/progress-bar";
import { count, duration } from "@/lib/format";
import { phaseOf, settled, share } from "@/lib/gmail/mailbox-state";

/** A copy in the making, as a strip that leads to its page. */
export function BusyMailbox({ mailbox }: { mailbox: Mailbox }) {
  const { counts, eta_seconds: eta } = mailbox;
  return (
    <Link href={`/mailbox?id=${mailbox.id}`} className="panel block p-4 hover:border-edge sm:p-5">
      <span className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="min-w-0 font-medium">
          {phaseOf(mailbox)} <span className="font-normal text-faint">· {mailbox.address}</span>
        </span>
        <span className="text-sm text-soft tabular-nums">
          {count(settled(mailbox))}
          {mailbox.list_complete && ` of ${count(counts.listed)}`}
          {eta !== null && ` · ${duration(eta)} left`}
        </span>
      </span>
      <ProgressBar label={`Copying ${mailbox.address}`} value={share(mailbox)} />
    </Link>
  );
}
