"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { attachmentUrl } from "@/api/download";
import * as queries from "@/api/queries";
import type { Readable } from "@/api/types";
import { ProblemNote } from "@/components/ui/problem-note";
import { When } from "@/components/ui/when";
import { doubtOf } from "@/lib/mail/readable";
import { nameOf } from "@/lib/people/people";
import { MessageBody } from "./message-body";
import { Recipients } from "./recipients";
import { SaveLink } from "./save-link";

/** `within` shows what came along with the mail itself. */
type Props = { messageId: string; partId: string; name: string; within: (mail: Readable) => ReactNode };

/** A forwarded mail, opened below the one that it came with. */
export function EnclosedMail({ messageId, partId, name, within }: Props) {
  const found = useQuery(queries.enclosedMail(messageId, partId));
  const mail = found.data;
  return (
    <article aria-label={mail?.subject || name || "Forwarded mail"} className="panel mt-3 px-4 py-4 sm:px-5">
      {found.isPending && <p className="animate-pulse text-faint">Opening…</p>}
      {found.isError && <ProblemNote error={found.error} />}
      {mail && (
        <>
          <h3 className="font-medium">{mail.subject || "(no subject)"}</h3>
          <p className="mb-2 flex flex-wrap items-baseline gap-x-3 text-sm text-faint">
            <span className="min-w-0 truncate">
              {mail.sender ? nameOf(mail.sender) : "Nobody is named as sender"}
            </span>
            {mail.date && <When at={mail.date} doubt={doubtOf(mail)} className="text-xs" />}
            <SaveLink
              href={attachmentUrl(messageId, partId)}
              className="ml-auto text-xs underline hover:text-ink"
            >
              Save as a file
            </SaveLink>
          </p>
          <Recipients message={mail} />
          <MessageBody message={mail} />
          {within(mail)}
        </>
      )}
    </article>
  );
}
