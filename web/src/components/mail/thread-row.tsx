"use client";

import type { ThreadSummary } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Row } from "@/components/ui/row";
import { When } from "@/components/ui/when";
import { useOwnAddresses } from "@/hooks/gmail/use-own-addresses";
import { useIsOpen } from "@/hooks/mail/use-is-open";
import type { Selecting } from "@/hooks/use-selection";
import { type ListOf, threadUrl } from "@/lib/mail/addresses";
import { company, nameOf } from "@/lib/people/people";
import { MailLine } from "./mail-line";

type Props = { thread: ThreadSummary; list?: ListOf; select?: Selecting };

/** One thread in a list; its address says in which. */
export function ThreadRow({ thread, list, select }: Props) {
  const current = useIsOpen(thread);
  const { names, first } = company(thread.participants, useOwnAddresses());
  const weight = thread.unread ? "font-semibold" : "font-medium";
  return (
    <Row
      href={threadUrl(thread, list)}
      current={current}
      lead={<Avatar name={first ? nameOf(first) : "?"} seed={first?.address ?? thread.id} size="row" />}
      select={select && { ...select, name: thread.subject || names }}
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={`truncate leading-5 ${weight}`}>{names}</span>
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
        <MailLine mail={thread} />
      </span>
    </Row>
  );
}
