"use client";

import { useQuery } from "@tanstack/react-query";
import { mailboxes } from "@/api/queries";
import { Choice } from "@/components/ui/choice";

/** One mailbox or all; nothing where there is no choice. */
export function MailboxChoice({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const boxes = useQuery(mailboxes).data?.items ?? [];
  if (boxes.length < 2) return null;
  return (
    <Choice label="Mailbox" value={value} onChange={onChange} className="h-10 max-w-56 text-soft">
      <option value="">All mailboxes</option>
      {boxes.map((box) => (
        <option key={box.id} value={box.id}>
          {box.address} {box.provider === "mbox" ? "(file)" : ""}
        </option>
      ))}
    </Choice>
  );
}
