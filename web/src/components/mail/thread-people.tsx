"use client";

import { useContext, useState } from "react";
import type { Address } from "@/api/types";
import { Skeleton } from "@/components/ui/skeleton";
import { useOwnAddresses } from "@/hooks/gmail/use-own-addresses";
import { CardsOnPage } from "@/hooks/people/use-cards";
import { PersonName } from "./person-name";

const SHOWN = 8;

/**
 * Who takes part beside the owner, each leading to their card. `lately`: earlier mail, and its people, may follow. Whose
 * addresses they are is waited for, in a line that is kept for it: names are shorter than addresses, and one person may
 * write from two, so that what stands beneath would move.
 */
export function ThreadPeople({ people, lately }: { people: Address[]; lately: boolean }) {
  const own = useOwnAddresses();
  const [all, setAll] = useState(false);
  const cards = useContext(CardsOnPage);
  const others = [
    ...new Map(
      people
        .filter(({ address }) => !own.has(address.toLowerCase()))
        .map((one) => [cards?.get(one.address)?.id ?? one.address, one]),
    ).values(),
  ];
  if (others.length === 0) return null;
  if (!cards) return <Skeleton className="mt-1.5 h-6 w-2/5" />;
  const shown = all ? others : others.slice(0, SHOWN);
  const more = others.length - shown.length;
  return (
    <ul aria-label="People in this thread" className="mt-1.5 flex flex-wrap gap-x-1.5 gap-y-1 text-soft">
      <li>{lately ? "Lately with" : "With"}</li>
      {shown.map((one, index) => (
        <li key={one.address}>
          <PersonName one={one} />
          {index < shown.length - 1 && ","}
        </li>
      ))}
      {more > 0 && (
        <li>
          <button
            type="button"
            onClick={() => setAll(true)}
            className="rounded text-faint hover:text-ink hover:underline"
          >
            and {more} more
          </button>
        </li>
      )}
    </ul>
  );
}
