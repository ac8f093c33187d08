"use client";

import { type ReactNode, useContext, useState } from "react";
import type { Readable } from "@/api/types";
import { useLabels } from "@/hooks/mail/use-labels";
import { CardsOnPage } from "@/hooks/people/use-cards";
import { exact } from "@/lib/format";
import { namesOf } from "@/lib/mail/labels";
import { doubtOf } from "@/lib/mail/readable";
import { nameOf } from "@/lib/people/people";
import { PersonName } from "./person-name";

const SHOWN = 4;

/** To whom, folded: all the addresses are one click away. */
export function Recipients({ message }: { message: Readable }) {
  const [open, setOpen] = useState(false);
  const cards = useContext(CardsOnPage);
  const to = message.recipients;
  const known = useLabels("labels" in message ? message.mailbox_id : "");
  const names = "labels" in message ? namesOf(message.labels, known) : [];
  const people = to
    .slice(0, SHOWN)
    .map((one) => cards?.get(one.address)?.name || nameOf(one))
    .join(", ");
  const more = to.length > SHOWN ? ` and ${to.length - SHOWN} more` : "";
  return (
    <details
      className="mb-4 -mt-1 text-sm text-soft"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="w-fit max-w-full truncate rounded py-0.5 text-faint hover:text-ink">
        {to.length ? `to ${people}${more}` : "to nobody that is named"}
      </summary>
      {open && (
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-lg bg-sunken p-3">
          {[...(message.sender ? [message.sender] : []), ...to].map((one) => (
            <Line key={one.role + one.address} name={one.role} text={<PersonName one={one} full />} />
          ))}
          {message.date && <Line name="date" text={exact(message.date)} note={doubtOf(message)} />}
          {names.length > 0 && <Line name="labels" text={names.join(", ")} />}
        </dl>
      )}
    </details>
  );
}

function Line({ name, text, note }: { name: string; text: ReactNode; note?: string }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">
        {text}
        {note && <span className="block text-faint">{note}</span>}
      </dd>
    </>
  );
}
