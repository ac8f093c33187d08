"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarDays } from "lucide-react";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { Row } from "@/components/ui/row";
import { Section } from "@/components/ui/section";
import { When } from "@/components/ui/when";
import { ALL, threadUrl } from "@/lib/mail/addresses";
import { LATEST_MEETINGS } from "@/lib/people/meetings";

/** The latest meetings with a person, each leading to the newest mail about it. Nothing where there is none. */
export function Meetings({ contact }: { contact: Contact }) {
  const met = useQuery(queries.meetings(contact.id, LATEST_MEETINGS)).data?.items ?? [];
  if (met.length === 0) return null;
  return (
    <Section title="Meetings" className="mb-10">
      <ul aria-label="Meetings" className="panel divide-y divide-line overflow-hidden">
        {met.map(({ starts_at, subject, mail }) => (
          <Row
            key={mail.message_id}
            href={threadUrl({ mailbox_id: mail.mailbox_id, id: mail.thread_id }, ALL, mail.message_id)}
            lead={<CalendarDays aria-hidden className="size-4 shrink-0 text-faint" />}
          >
            <span className="min-w-0 flex-1 truncate">{subject || "(no subject)"}</span>
            <When at={starts_at} className="shrink-0 text-sm text-faint" />
          </Row>
        ))}
      </ul>
    </Section>
  );
}
