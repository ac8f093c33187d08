"use client";

import { useState } from "react";
import type { Contact, Mailbox } from "@/api/types";
import { WriteBox } from "@/components/sending/write-box";

type Props = { contact: Contact; from: Mailbox[] };

/** A mail to a person, from one of the mailboxes that can send. */
export function Compose({ contact, from }: Props) {
  const [chosen, setChosen] = useState(from[0]?.id ?? "");
  const name = contact.name || contact.address;
  const to = contact.name ? `${contact.name.replace(/[<>"]/g, "")} <${contact.address}>` : contact.address;
  return (
    <section aria-label={`Write to ${name}`} className="mb-10 space-y-3">
      {from.length > 1 && (
        <label className="flex flex-wrap items-center gap-3 text-sm text-soft">
          From
          <select
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            className="min-h-9 max-w-full rounded-lg border border-line bg-surface px-3 text-ink"
          >
            {from.map((box) => (
              <option key={box.id} value={box.id}>
                {box.address}
              </option>
            ))}
          </select>
        </label>
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
