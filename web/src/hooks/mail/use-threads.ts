"use client";

import { type QueryClient, skipToken, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import * as queries from "@/api/queries";
import { type Change, foreseen, type ThreadList } from "@/lib/mail/changes";

const UNDER_WAY = ["changes"];
const EACH_ITSELF = { structuralSharing: false }; // else one that another has left behind is a copy, and never released
const NONE: Change[] = [];

/** A list of threads, with what has been done to them and is not confirmed yet. */
export function useThreads(filter: queries.ThreadFilter, enabled = true) {
  const { data: changes = NONE } = useQuery<Change[]>({
    queryKey: UNDER_WAY,
    queryFn: skipToken,
    ...EACH_ITSELF,
  });
  return useInfiniteQuery({
    ...queries.threads(filter),
    enabled,
    placeholderData: (before) => before,
    select: useCallback((list: ThreadList) => foreseen(list, changes, filter.label), [changes, filter.label]),
  });
}

/** Has lists show changes before they are true. */
export function foresee(client: QueryClient, changes: Change[]) {
  client.setQueryDefaults(UNDER_WAY, EACH_ITSELF);
  client.setQueryData<Change[]>(UNDER_WAY, (before = []) => [...before, ...changes]);
}

/** Has them show again what is so. */
export function release(client: QueryClient, changes: Change[]) {
  client.setQueryData<Change[]>(UNDER_WAY, (before = []) => before.filter((one) => !changes.includes(one)));
}
