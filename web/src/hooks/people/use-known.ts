"use client";

import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import * as enrichmentQueries from "@/api/enrichment-queries";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { LATEST_MEETINGS } from "@/lib/people/meetings";

/**
 * Has all come that a person's page says beside their mail (`About`), or said why it does not? It is asked for, at once,
 * when it `isWanted`; what was asked for before is there already.
 */
export function useKnown(contact: Contact, isWanted: boolean): boolean {
  const { id, kind } = contact;
  const ask = { enabled: isWanted };
  return useQueries({
    queries: [
      { ...queries.listsOf(id), ...ask },
      { ...queries.card(id), ...ask },
      { ...queries.meetings(id, LATEST_MEETINGS), ...ask },
      { ...queries.identities(id), ...ask },
      { ...queries.merges(id), ...ask },
      ...(kind === "person"
        ? [
            { ...enrichmentQueries.sources, ...ask },
            { ...enrichmentQueries.enrichment(id), ...ask },
          ]
        : []),
    ],
    combine: haveCome,
  });
}

const haveCome = (answers: UseQueryResult[]) => answers.every(({ isPending }) => !isPending);
