import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import type { MessageSummary } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { When } from "@/components/ui/when";
import { doubtOf } from "@/lib/mail/readable";
import { nameOf } from "@/lib/people/people";
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
            {message.outgoing && (
              <ArrowUpRight aria-label="You wrote to" className="size-3.5 self-center text-accent" />
            )}
            <span className="truncate font-medium">{name}</span>
            <When
              at={message.date}
              doubt={doubtOf(message)}
              className="ml-auto shrink-0 pl-2 text-xs text-faint"
            />
          </span>
          <span className="block truncate text-[0.94rem]">{message.subject || "(no subject)"}</span>
          <span className="block truncate text-sm text-faint">{message.snippet}</span>
        </span>
      </Link>
    </li>
  );
}
