"use client";

import { useState } from "react";
import type { Contact, Mailbox } from "@/api/types";
import { WriteBox } from "@/components/sending/write-box";
import { Choice } from "@/components/ui/choice";

type Props = { contact: Contact; from: Mailbox[] };

/** A mail to a person, from one of the mailboxes that can send. */
export function Compose({ contact, from }: Props) {
  const [chosen, setChosen] = useState(from[0]?.id ?? "");
  const name = contact.name || contact.address;
  const to = contact.name ? `${contact.name.replace(/[<>"]/g, "")} <${contact.address}>` : contact.address;
  return (
    <section aria-label={`Write to ${name}`} className="mb-10 space-y-3">
      {from.length > 1 && (
        <div className="flex flex-wrap items-center gap-3 text-sm text-soft">
          <span aria-hidden>From</span>
          <Choice label="From" value={chosen} onChange={setChosen} className="min-h-9 max-w-full text-ink">
            {from.map((box) => (
              <option key={box.id} value={box.id}>
                {box.address}
              </option>
            ))}
          </Choice>
        </div>
      )}
      <WriteBox
        mailboxId={chosen}
        name={`contact:${contact.id}`}
        label={`Write to ${name}`}
        to={to}
        autoFocus
      />
    </section>
  );
}
