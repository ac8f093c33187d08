"use client";

import Link from "next/link";
import type { Address } from "@/api/types";
import { useCard } from "@/hooks/people/use-cards";
import { nameOf } from "@/lib/people/people";

/** Somebody by the name on their card, to which it leads; who has none, as the mail says. */
export function PersonName({ one, full = false }: { one: Address; full?: boolean }) {
  const card = useCard(one.address);
  const name = card?.name || nameOf(one);
  const text = full && name !== one.address ? `${name} <${one.address}>` : name;
  if (!card) return text;
  return (
    <Link
      href={`/contact?id=${card.id}`}
      prefetch={false}
      className="rounded underline decoration-line underline-offset-3 hover:text-accent hover:decoration-current"
    >
      {text}
    </Link>
  );
}
