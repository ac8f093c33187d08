"use client";

import { useState } from "react";
import type { Mailbox } from "@/api/types";
import { WriteBox } from "@/components/sending/write-box";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { useKept } from "@/hooks/use-kept";
import { changed, type Letter } from "@/lib/sending/letter";

type Props = {
  /** What the text is kept under while somebody writes. */
  name: string;
  label: string;
  /** Whom it goes to at first. */
  to?: string;
  from: Mailbox[];
  onClose: () => void;
};

/** A new mail, from one of the mailboxes that can send. */
export function Compose({ name, label, to, from, onClose }: Props) {
  const [letter, keep] = useKept<Letter>(name);
  const [last, setLast] = useState<string>(); // the next one goes out from there too
  const chosen = from.find(({ id }) => id === (letter?.from ?? last))?.id ?? from[0]?.id ?? "";
  return (
    <section aria-label={label} className="mb-10 space-y-2">
      <div className="flex items-center gap-3 text-sm text-soft">
        <span aria-hidden={from.length > 1}>From</span>
        {from.length > 1 ? (
          <Choice
            label="From"
            value={chosen}
            onChange={(id) => keep((before) => changed(before, { from: id }))}
            className="min-h-9 min-w-0 text-ink"
          >
            {from.map((box) => (
              <option key={box.id} value={box.id}>
                {box.address}
              </option>
            ))}
          </Choice>
        ) : (
          <span className="truncate text-ink">{from[0]?.address}</span>
        )}
        <Button small kind="quiet" onClick={onClose} className="ml-auto">
          Close
        </Button>
      </div>
      <WriteBox
        mailboxId={chosen}
        name={name}
        label={label}
        to={to}
        autoFocus
        onSent={() => setLast(chosen)}
      />
    </section>
  );
}
