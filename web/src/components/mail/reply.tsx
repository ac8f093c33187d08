"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as queries from "@/api/queries";
import type { Thread } from "@/api/types";
import { SendState } from "@/components/sending/send-state";
import { WriteBox } from "@/components/sending/write-box";
import { isHidden } from "@/lib/mail/labels";

/** An answer to the newest message, and what became of answers that did not go out. */
export function Reply({ thread }: { thread: Thread }) {
  const outbox = useQuery(queries.outbox);
  const [own, setOwn] = useState<string>(); // the box itself says how far it is
  const newest = thread.messages.findLast((message) => !isHidden(message)) ?? thread.messages.at(-1);
  const unsent = (outbox.data?.items ?? []).filter(
    (item) =>
      item.kind === "send" && item.state === "failed" && item.thread_id === thread.id && item.id !== own,
  );
  if (!newest) return null;
  return (
    <section aria-label="Reply" className="mt-6 space-y-3">
      {unsent.map((item) => (
        <SendState key={item.id} id={item.id} />
      ))}
      <WriteBox
        mailboxId={thread.mailbox_id}
        name={`thread:${thread.id}`}
        label="Reply"
        replyTo={newest.id}
        onSent={setOwn}
      />
    </section>
  );
}
