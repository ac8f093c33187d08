/** Names as a list of mail shows them. */
import type { Address } from "@/api/types";

export const nameOf = ({ name, address }: Address) => name || address;

const firstName = (one: Address) =>
  (one.name ? one.name.split(/[\s,]+/)[0] : one.address.split("@")[0]) ?? one.address;

/** "Ada, Grace & 3 more"; one person with the whole name; "me" where nobody else took part. */
export function company(participants: Address[], own: ReadonlySet<string>) {
  const others = new Map<string, Address>();
  for (const one of participants) {
    const address = one.address.toLowerCase();
    if (!own.has(address) && !others.has(address)) others.set(address, one);
  }
  const [first, ...rest] = others.values();
  if (!first) return { names: participants.length ? "me" : "nobody", first: participants[0] };
  if (rest.length === 0) return { names: nameOf(first), first };
  const shown = [first, ...rest].slice(0, 3).map(firstName).join(", ");
  return { names: rest.length > 2 ? `${shown} & ${rest.length - 2} more` : shown, first };
}
