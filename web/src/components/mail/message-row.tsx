"use client";

import { ArrowUpRight, PencilLine } from "lucide-react";
import type { MessageSummary } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Row } from "@/components/ui/row";
import { When } from "@/components/ui/when";
import { useIsOpen } from "@/hooks/mail/use-is-open";
import type { Selecting } from "@/hooks/use-selection";
import { type ListOf, threadUrl } from "@/lib/mail/addresses";
import { isDraft } from "@/lib/mail/labels";
import { doubtOf } from "@/lib/mail/readable";
import { nameOf } from "@/lib/people/people";
import { MailLine } from "./mail-line";

type Props = { message: MessageSummary; list?: ListOf; select?: Selecting };

/** One message that a search found; its address says by which. Its box selects its thread. */
export function MessageRow({ message, list, select }: Props) {
  const thread = { mailbox_id: message.mailbox_id, id: message.thread_id };
  const current = useIsOpen(thread, message.id);
  const other = (message.outgoing ? message.recipients[0] : message.sender) ?? message.sender;
  const name = other ? nameOf(other) : "nobody";
  return (
    <Row
      href={threadUrl(thread, list, message.id)}
      current={current}
      lead={<Avatar name={name} seed={other?.address ?? message.id} size="row" />}
      select={select && { ...select, name: message.subject || name }}
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          {message.outgoing && <Direction draft={isDraft(message)} />}
          <span className="truncate leading-5 font-medium">{name}</span>
          <When
            at={message.date}
            doubt={doubtOf(message)}
            className="ml-auto shrink-0 pl-2 text-xs text-faint"
          />
        </span>
        <MailLine mail={message} />
      </span>
    </Row>
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
