"use client";

import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { lookup } from "@/api/queries";
import type { Address, Contact, KnownAddress } from "@/api/types";

const MOST = 100; // addresses of one question

/** The contact behind each address that somebody's is. */
export type Cards = Map<string, Contact>;

/** What the parts of a page know of the people on it. */
export const CardsOnPage = createContext<Cards | undefined>(undefined);

export const useCard = (address: string | undefined) => useContext(CardsOnPage)?.get(address ?? "");

const joined = (answers: UseQueryResult<{ items: KnownAddress[] }>[]) =>
  answers.some(({ isPending, isPaused }) => isPending && !isPaused)
    ? undefined
    : answers.flatMap(({ data }) => data?.items ?? []);

/** Who these people are, asked once for each address; undefined until that has come, or said why it does not. */
export function useCards(people: Address[]): Cards | undefined {
  const addresses = useMemo(() => [...new Set(people.map(({ address }) => address))].sort(), [people]);
  const parts = Array.from({ length: Math.ceil(addresses.length / MOST) }, (_, part) =>
    addresses.slice(part * MOST, (part + 1) * MOST),
  );
  const found = useQueries({
    queries: parts.map(lookup),
    combine: joined,
  });
  return useMemo(() => found && new Map(found.map(({ address, contact }) => [address, contact])), [found]);
}
