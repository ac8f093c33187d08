"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { aliases, mailboxes, me } from "@/api/queries";

const Own = createContext<ReadonlySet<string>>(new Set());

/** The owner's own addresses, to say "me" instead of a name. */
export const useOwnAddresses = () => useContext(Own);

/** Asks for them once, and not once a row. */
export function OwnAddressesProvider({ children }: { children: ReactNode }) {
  const { data: user } = useQuery(me);
  const { data: boxes } = useQuery(mailboxes);
  const known = useQueries({
    queries: (boxes?.items ?? []).map((box) => aliases(box.id)),
    combine: addresses,
  });
  const all = [user?.email, ...(boxes?.items ?? []).map((box) => box.address), ...known];
  const joined = all
    .map((one) => one?.toLowerCase())
    .sort()
    .join(" ");
  const own = useMemo(() => new Set(joined.split(" ")), [joined]);
  return <Own value={own}>{children}</Own>;
}

type Answers = { data?: { items: { address: string }[] } }[];

const addresses = (answers: Answers) =>
  answers.flatMap(({ data }) => data?.items ?? []).map((alias) => alias.address);
