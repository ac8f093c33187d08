"use client";

import { useState } from "react";
import type { Message } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { When } from "@/components/ui/when";
import { useCard } from "@/hooks/people/use-cards";
import { usePart } from "@/hooks/use-part";
import type { Place } from "@/lib/mail/addresses";
import { isDraft } from "@/lib/mail/labels";
import { doubtOf } from "@/lib/mail/readable";
import { nameOf } from "@/lib/people/people";
import { Marks } from "./label-chips";
import { MessageBody } from "./message-body";
import { Recipients } from "./recipients";

const loadAttachments = () => import("./attachments"); // most mails have none

type Props = { message: Message; initiallyOpen: boolean; place?: Place };

/** One message of a thread: a line while it is closed. */
export function MessageCard({ message, initiallyOpen, place }: Props) {
  const [open, setOpen] = useState(initiallyOpen);
  const attachments = usePart(loadAttachments, open && message.attachments.length > 0);
  const card = useCard(message.sender?.address);
  const name = card?.name || (message.sender ? nameOf(message.sender) : "Nobody is named as sender");
  return (
    <li id={message.id} className="panel scroll-mt-6">
      <h2>
        <button
          type="button"
          data-row
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex w-full items-center gap-3.5 rounded-xl px-4 py-3.5 text-left outline-offset-[-2px] sm:px-6"
        >
          <Avatar name={name} seed={message.sender?.address ?? name} size={38} />
          <span className="min-w-0 flex-1">
            <span className="flex items-baseline gap-3">
              <span className="truncate font-medium">{message.outgoing ? "You" : name}</span>
              <Marks labels={message.labels} />
              <When
                at={message.date}
                doubt={doubtOf(message)}
                className="ml-auto shrink-0 text-xs text-faint"
              />
            </span>
            <span className="block truncate text-sm text-faint">
              {open ? (message.sender?.address ?? "") : message.snippet}
            </span>
          </span>
        </button>
      </h2>
      {open && (
        <div className="px-4 pb-5 sm:px-6 sm:pl-[4.75rem]">
          {isDraft(message) && (
            <p className="mb-2 text-sm text-warn">This draft has not been sent to anybody.</p>
          )}
          <Recipients message={message} />
          <MessageBody message={message} place={place} />
          {attachments && <attachments.Attachments message={message} />}
        </div>
      )}
    </li>
  );
}
