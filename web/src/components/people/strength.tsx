import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { ago, count, dateOnly, plural } from "@/lib/format";
import { percent, strengthWord } from "@/lib/people/strength";

/** How strong a relationship is, and why. */
export function Strength({ contact, onWhy }: { contact: Contact; onWhy: () => void }) {
  const value = percent(contact.strength);
  const word = strengthWord(contact.strength);
  return (
    <section aria-label="Strength" className="panel flex flex-col p-5">
      <div className="flex items-end justify-between gap-4">
        <p>
          <span className="label block">Strength</span>
          <span className="mt-1 block font-serif text-2xl leading-tight">
            {word.charAt(0).toUpperCase() + word.slice(1)}
          </span>
        </p>
        <p className="font-serif text-3xl leading-none text-accent tabular-nums">{value}</p>
      </div>
      <div aria-hidden className="mt-4">
        <div className="h-2 overflow-hidden rounded-full bg-sunken">
          <div className="h-full rounded-full bg-accent" style={{ width: `${value}%` }} />
        </div>
      </div>
      <p className="mt-4 text-soft">{because(contact) ?? <WithoutMail id={contact.id} />}</p>
      <p className="mt-auto pt-3 text-sm">
        <button type="button" onClick={onWhy} className="rounded text-accent hover:underline">
          Why, and how it goes
        </button>
      </p>
    </section>
  );
}

/** Why they are here though nobody wrote. */
function WithoutMail({ id }: { id: string }) {
  const known = useQuery(queries.identities(id)).data?.items;
  const said = "There is no mail between you yet";
  if (!known) return `${said}.`;
  if (known.some(({ by_hand }) => by_hand)) return `${said}: you wrote them down by hand.`;
  if (known.some(({ in_book }) => in_book)) return `${said}: an address book names them.`;
  return "There is no mail between you any more: what you typed of them is kept.";
}

function because({ sent, received, first_at, last_at }: Contact) {
  if (!first_at || !last_at) return null;
  const since = `Since ${dateOnly(first_at)}, last ${ago(last_at)}.`;
  if (sent === 0 && received === 0) return `You were named on the same mail. ${since}`;
  if (sent === 0) return `They wrote ${plural(received, "message")}, you never wrote to them. ${since}`;
  if (received === 0) return `You wrote ${plural(sent, "message")}, they never wrote to you. ${since}`;
  return `They wrote ${count(received)}, you wrote ${count(sent)}. ${since}`;
}
