"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import type { Mailbox } from "@/api/types";
import { ContactRow } from "@/components/people/contact-row";
import { Section } from "@/components/ui/section";

/** The people of one mailbox, who appear while its copy is still being made. */
export function FoundPeople({ mailbox }: { mailbox: Mailbox }) {
  const people = useInfiniteQuery(
    queries.contacts({ sort: "strength", kind: "person", mailbox_id: mailbox.id }, 6),
  );
  const items = people.data?.pages[0]?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title={mailbox.contacts_complete ? "The closest people" : "People found so far"}
      more={{ href: "/contacts", label: "Everybody" }}
    >
      <ul aria-label="People found" className="panel grid divide-y divide-line overflow-hidden">
        {items.map((contact) => (
          <ContactRow key={contact.id} contact={contact} />
        ))}
      </ul>
    </Section>
  );
}
