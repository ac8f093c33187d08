"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { aliases, mailboxes, me } from "@/api/queries";

/** The owner's own addresses, to say "me" instead of a name. */
export function useOwnAddresses() {
  const { data: user } = useQuery(me);
  const { data: boxes } = useQuery(mailboxes);
  const known = useQueries({
    queries: (boxes?.items ?? []).map((box) => aliases(box.id)),
    combine: (answers) => answers.flatMap(({ data }) => data?.items ?? []).map((alias) => alias.address),
  });
  return useMemo(
    () =>
      new Set(
        [user?.email, ...(boxes?.items ?? []).map((box) => box.address), ...known].map((one) =>
          one?.toLowerCase(),
        ),
      ),
    [user, boxes, known],
  );
}
