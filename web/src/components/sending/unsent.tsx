"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import * as queries from "@/api/queries";
import type { Mailbox, OutboxItem, Written } from "@/api/types";
import { Section } from "@/components/ui/section";
import { useKept } from "@/hooks/use-kept";
import { asLetter, isUnsent, keptAs, type Letter, returned } from "@/lib/sending/letter";
import { SendState } from "./send-state";

/** Mail that could not be sent, or that can still be taken back, wherever it was written. */
export function Unsent() {
  const outbox = useQuery(queries.outbox);
  const boxes = useQuery(queries.mailboxes).data?.items ?? [];
  const items = (outbox.data?.items ?? []).filter(isUnsent);
  if (items.length === 0) return null;
  return (
    <Section title="Not sent" className="mb-10">
      <ul className="panel divide-y divide-line overflow-hidden">
        {items.map((item) => (
          <Row key={item.id} item={item} mailbox={boxes.find(({ id }) => id === item.mailbox_id)} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ item, mailbox }: { item: OutboxItem; mailbox?: Mailbox }) {
  const router = useRouter();
  const [, keep] = useKept<Letter>(keptAs(item.thread_id));
  const thread = item.thread_id && `/thread?mailbox=${item.mailbox_id}&id=${item.thread_id}`;
  const subject = item.subject || "(no subject)";
  const back = (written: Written) => {
    keep((since) => returned({ ...asLetter(written), from: item.mailbox_id }, since));
    router.push(thread || "/contacts?write=1");
  };
  return (
    <li className="space-y-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">
          {thread ? (
            <Link href={thread} prefetch={false} className="rounded hover:text-accent hover:underline">
              {subject}
            </Link>
          ) : (
            subject
          )}
        </p>
        <p className="text-sm text-soft">
          To {item.recipients.join(", ")}
          {mailbox && `, from ${mailbox.address}`}
        </p>
      </div>
      <SendState id={item.id} onUndone={back} onEdit={back} />
    </li>
  );
}
