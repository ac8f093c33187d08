"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import type { Contact, Identity, MembershipChange } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { useByHand } from "@/hooks/people/use-by-hand";
import { useMembership } from "@/hooks/people/use-membership";
import { ago, count, plural } from "@/lib/format";

/** Which addresses are this person's, and how that came to be. Nothing for somebody with one address and no history. */
export function Addresses({ contact }: { contact: Contact }) {
  const identities = useQuery(queries.identities(contact.id));
  const merges = useQuery(queries.merges(contact.id));
  const { split, undo } = useMembership();
  const { removeAddress } = useByHand();
  const error = identities.error ?? merges.error;
  if (error)
    return <ProblemNote error={error} onRetry={() => (identities.error ? identities : merges).refetch()} />;
  const addresses = identities.data?.items ?? [];
  const changes = merges.data?.items ?? [];
  if (addresses.length < 2 && changes.length === 0) return null;
  const busy = split.isPending || undo.isPending || removeAddress.isPending;
  return (
    <Section title="Addresses" className="mb-10">
      <div className="panel overflow-hidden">
        <ul aria-label="Addresses" className="divide-y divide-line">
          {addresses.map((one) => (
            <Address
              key={one.id}
              identity={one}
              onSplit={
                addresses.length > 1
                  ? () => split.mutate({ contactId: contact.id, identityId: one.id })
                  : undefined
              }
              onRemove={
                addresses.length > 1 && one.by_hand && one.address && !one.last_at
                  ? () => removeAddress.mutate({ contactId: contact.id, identityId: one.id })
                  : undefined
              }
              busy={busy}
            />
          ))}
        </ul>
        {changes.length > 0 && (
          <ul aria-label="Merges and splits" className="divide-y divide-line border-t border-line text-sm">
            {changes.map((change) => (
              <Change key={change.id} change={change} onUndo={() => undo.mutate(change)} busy={busy} />
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

const WHO = { person: "by you", rule: "by Kith", address_book: "by an address book" };
const LINE = "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5";

type AddressProps = { identity: Identity; onSplit?: () => void; onRemove?: () => void; busy: boolean };

function Address({ identity, onSplit, onRemove, busy }: AddressProps) {
  const { address, name, company, sent, received, last_at } = identity;
  return (
    <li className={LINE}>
      <div className="min-w-0">
        <p className="truncate">{address || "without an address"}</p>
        <p className="text-sm text-faint">
          {[
            name,
            company,
            ...(last_at
              ? [`${count(received)} from, ${count(sent)} to`, `last ${ago(last_at)}`]
              : ["no mail yet"]),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {(onSplit || onRemove) && (
        <span className="flex flex-wrap gap-1">
          {onRemove && (
            <Button small kind="quiet" disabled={busy} onClick={onRemove} aria-label={`Remove ${address}`}>
              Remove
            </Button>
          )}
          {onSplit && (
            <Button
              small
              kind="quiet"
              disabled={busy}
              onClick={onSplit}
              aria-label={`${address} is somebody else's`}
            >
              Somebody else’s
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

type ChangeProps = { change: MembershipChange; nouns?: [string, string]; onUndo: () => void; busy: boolean };

/** A merge or split, by whom and why, and its undoing. */
export function Change({ change, nouns = ["address", "addresses"], onUndo, busy }: ChangeProps) {
  const many = plural(change.moves.length, ...nouns);
  const what = change.kind === "merge" ? `${many} merged in` : `${many} split off`;
  const who = WHO[change.made_by];
  return (
    <li className={LINE}>
      <div className="min-w-0 text-soft">
        <p className={change.undone_at ? "text-faint line-through" : ""}>
          {what} {who}, {ago(change.at)}
        </p>
        {change.reasons.length > 0 && <p className="text-faint">{change.reasons.join(" · ")}</p>}
      </div>
      {change.undone_at ? (
        <span className="text-faint">Undone</span>
      ) : (
        <Button small kind="quiet" disabled={busy} onClick={onUndo} aria-label={`Undo: ${what}`}>
          Undo
        </Button>
      )}
    </li>
  );
}
