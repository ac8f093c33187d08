"use client";

import Link from "next/link";
import type { ThreadSummary } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { When } from "@/components/ui/when";
import { useOwnAddresses } from "@/hooks/gmail/use-own-addresses";
import { company, nameOf } from "@/lib/people/people";
import { LabelChips } from "./label-chips";

export const threadUrl = (mailboxId: string, threadId: string) =>
  `/thread?mailbox=${mailboxId}&id=${encodeURIComponent(threadId)}`;

/** One thread in a list. */
export function ThreadRow({ thread }: { thread: ThreadSummary }) {
  const { names, first } = company(thread.participants, useOwnAddresses());
  const weight = thread.unread ? "font-semibold" : "font-medium";
  return (
    <li className="row-lazy">
      <Link
        href={threadUrl(thread.mailbox_id, thread.id)}
        prefetch={false}
        data-row
        className="flex gap-3.5 px-4 py-3 outline-offset-[-2px] hover:bg-sunken/60 sm:px-5"
      >
        <Avatar name={first ? nameOf(first) : "?"} seed={first?.address ?? thread.id} size={38} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={`truncate ${weight}`}>{names}</span>
            {thread.message_count > 1 && (
              <span className="shrink-0 text-xs text-faint tabular-nums">
                {thread.message_count}
                <span className="sr-only"> messages</span>
              </span>
            )}
            {thread.unread && (
              <span className="size-2 shrink-0 self-center rounded-full bg-accent">
                <span className="sr-only">unread</span>
              </span>
            )}
            <When at={thread.last_at} className="ml-auto shrink-0 pl-2 text-xs text-faint" />
          </span>
          <span className="flex min-w-0 items-center gap-1.5">
            <LabelChips mailboxId={thread.mailbox_id} labels={thread.labels} />
            <span className="min-w-2/5 flex-1 truncate text-[0.94rem]">
              {thread.subject || "(no subject)"}
            </span>
          </span>
          <span className="block truncate text-sm text-faint">{thread.snippet}</span>
        </span>
      </Link>
    </li>
  );
}
