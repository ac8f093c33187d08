import type { MailboxStatus } from "@/api/types";
import { STATUS, TONES } from "@/lib/gmail/mailbox-state";

export function StatusBadge({ status }: { status: MailboxStatus }) {
  const { word, tone } = STATUS[status];
  return (
    <span className={`inline-flex shrink-0 rounded-full px-2.5 py-0.5 text-xs font-medium ${TONES[tone]}`}>
      {word}
    </span>
  );
}
