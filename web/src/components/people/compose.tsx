"use client";

import { useState } from "react";
import type { Mailbox } from "@/api/types";
import { WriteBox } from "@/components/sending/write-box";
import { Choice } from "@/components/ui/choice";

type Props = {
  /** What the text is kept under while somebody writes. */
  name: string;
  label: string;
  /** Whom it goes to at first. */
  to?: string;
  from: Mailbox[];
};

/** A new mail, from one of the mailboxes that can send. */
export function Compose({ name, label, to, from }: Props) {
  const [chosen, setChosen] = useState(from[0]?.id ?? "");
  return (
    <section aria-label={label} className="mb-10 space-y-3">
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
      <WriteBox mailboxId={chosen} name={name} label={label} to={to} autoFocus />
    </section>
  );
}
