"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import type { Contact, ContactEdit, Correction, Strength } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { Segments } from "@/components/ui/segments";
import { Skeleton } from "@/components/ui/skeleton";
import { reasons } from "@/lib/people/reasons";
import { percent, strengthWord } from "@/lib/people/strength";
import { HistoryChart } from "./history-chart";
import { Part, Patterns } from "./patterns";

type Props = { contact: Contact; onClose: () => void };

/** Why somebody is as close as they are, saying that they are not, how it was, and how the mail with them goes. */
export function WhyClose({ contact, onClose }: Props) {
  const found = useQuery(queries.strength(contact.id));
  const name = contact.name || contact.address;
  return (
    <Modal open wide title={`How close: ${name}`} onClose={onClose}>
      <div className="mt-5 space-y-8">
        {found.data ? (
          <>
            <Correct id={contact.id} strength={found.data} />
            <Reasons strength={found.data} />
            <Part title="How it was">
              <HistoryChart points={found.data.history} />
            </Part>
          </>
        ) : found.error ? (
          <ProblemNote error={found.error} onRetry={() => found.refetch()} />
        ) : (
          <Skeleton className="h-72 w-full rounded-xl!" />
        )}
        <Patterns scope={{ contact_id: contact.id }} theirs="They" />
      </div>
      <div className="mt-6 flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Modal>
  );
}

const CHOICES = [
  ["not_close", "Not close"],
  ["mail", "As mail tells"],
  ["closer", "Closer"],
] as const;

/** Mail knows only mail: whoever uses Kith may know better. */
function Correct({ id, strength }: { id: string; strength: Strength }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (closeness: Correction | null) => {
      const wish: unknown = { closeness }; // what is left out stays as it is, which the generated type does not know
      const params = { path: { contact_id: id } };
      return call(api.PATCH("/api/v1/contacts/{contact_id}", { params, body: wish as ContactEdit }));
    },
    onSettled: () =>
      Promise.all(
        ["strength", "contact", "contacts", "companies", "company", "analytics"].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  const chosen = save.isPending ? save.variables : strength.correction;
  return (
    <div>
      <p className="mb-3 text-soft">
        {strengthWord(strength.strength).replace(/^./, (letter) => letter.toUpperCase())}:{" "}
        <span className="text-ink tabular-nums">{percent(strength.strength)}</span> of 100
        {strength.correction && `; mail alone says ${percent(strength.by_mail)}`}.
      </p>
      <Segments
        label="How close they are"
        value={chosen ?? "mail"}
        options={CHOICES}
        onChange={(choice) => save.mutate(choice === "mail" ? null : choice)}
      />
      {save.error && <ProblemNote error={save.error} />}
    </div>
  );
}

/** What mail says, each with what it does to the number. */
function Reasons({ strength }: { strength: Strength }) {
  return (
    <Part title="Why">
      <dl className="divide-y divide-line">
        {reasons(strength).map(({ title, text, effect }) => (
          <div key={title} className="flex flex-wrap items-baseline gap-x-4 py-2">
            <dt className="w-28 shrink-0 font-medium">{title}</dt>
            <dd className="min-w-48 flex-1 text-soft">{text}</dd>
            <dd className="text-sm text-faint tabular-nums">{effect}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
