"use client";

import { useQueries } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { lookup } from "@/api/queries";
import type { Address, Contact } from "@/api/types";

const MOST = 100; // addresses of one question

/** The contact behind each address that somebody's is. */
export type Cards = Map<string, Contact>;

/** What the parts of a page know of the people on it. */
export const CardsOnPage = createContext<Cards>(new Map());

export const useCard = (address: string | undefined) => useContext(CardsOnPage).get(address ?? "");

/** Asks who these people are, once for each address. */
export function useCards(people: Address[]): Cards {
  const addresses = useMemo(() => [...new Set(people.map(({ address }) => address))].sort(), [people]);
  const parts = Array.from({ length: Math.ceil(addresses.length / MOST) }, (_, part) =>
    addresses.slice(part * MOST, (part + 1) * MOST),
  );
  const found = useQueries({
    queries: parts.map(lookup),
    combine: (answers) => answers.flatMap(({ data }) => data?.items ?? []),
  });
  return useMemo(() => new Map(found.map(({ address, contact }) => [address, contact])), [found]);
}
