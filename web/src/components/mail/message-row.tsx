import { ArrowUpRight, PencilLine } from "lucide-react";
import Link from "next/link";
import type { MessageSummary } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { When } from "@/components/ui/when";
import { isDraft } from "@/lib/mail/labels";
import { doubtOf } from "@/lib/mail/readable";
import { nameOf } from "@/lib/people/people";
import { LabelChips } from "./label-chips";
import { threadUrl } from "./thread-row";

/** One message that a search found. */
export function MessageRow({ message }: { message: MessageSummary }) {
  const other = (message.outgoing ? message.recipients[0] : message.sender) ?? message.sender;
  const name = other ? nameOf(other) : "nobody";
  return (
    <li className="row-lazy">
      <Link
        href={`${threadUrl(message.mailbox_id, message.thread_id)}#${message.id}`}
        prefetch={false}
        data-row
        className="flex gap-3.5 px-4 py-3 outline-offset-[-2px] hover:bg-sunken/60 sm:px-5"
      >
        <Avatar name={name} seed={other?.address ?? message.id} size={38} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            {message.outgoing && <Direction draft={isDraft(message)} />}
            <span className="truncate font-medium">{name}</span>
            <When
              at={message.date}
              doubt={doubtOf(message)}
              className="ml-auto shrink-0 pl-2 text-xs text-faint"
            />
          </span>
          <span className="flex min-w-0 items-center gap-1.5">
            <LabelChips mailboxId={message.mailbox_id} labels={message.labels} />
            <span className="min-w-2/5 flex-1 truncate text-[0.94rem]">
              {message.subject || "(no subject)"}
            </span>
          </span>
          <span className="block truncate text-sm text-faint">{message.snippet}</span>
        </span>
      </Link>
    </li>
  );
}

/** A draft is not sent: nobody has been written to. */
function Direction({ draft }: { draft: boolean }) {
  const Icon = draft ? PencilLine : ArrowUpRight;
  return (
    <Icon
      aria-label={draft ? "Not sent, to" : "You wrote to"}
      className={`size-3.5 shrink-0 self-center ${draft ? "text-faint" : "text-accent"}`}
    />
  );
}
