"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as queries from "@/api/queries";
import type { Thread, Written } from "@/api/types";
import { SendState } from "@/components/sending/send-state";
import { WriteBox } from "@/components/sending/write-box";
import { useKept } from "@/hooks/use-kept";
import { isHidden } from "@/lib/mail/labels";
import { asLetter, isUnsent, keptAs, type Letter, returned } from "@/lib/sending/letter";

/** An answer to the newest message, and what became of answers that have not gone out. */
export function Reply({ thread }: { thread: Thread }) {
  const outbox = useQuery(queries.outbox);
  const [own, setOwn] = useState<string>(); // the box itself says how far it is
  const name = keptAs(thread.id);
  const [, keep] = useKept<Letter>(name);
  const newest = thread.messages.findLast((message) => !isHidden(message)) ?? thread.messages.at(-1);
  const unsent = (outbox.data?.items ?? []).filter(
    (item) => isUnsent(item) && item.thread_id === thread.id && item.id !== own,
  );
  const back = (written: Written) =>
    keep((since) => returned({ ...asLetter(written), subject: undefined }, since));
  if (!newest) return null;
  return (
    <section aria-label="Reply" className="mt-6 space-y-3">
      {unsent.map((item) => (
        <SendState key={item.id} id={item.id} onUndone={back} onEdit={back} />
      ))}
      <WriteBox
        mailboxId={thread.mailbox_id}
        name={name}
        label="Reply"
        answered={newest.id}
        onSent={setOwn}
      />
    </section>
  );
}
