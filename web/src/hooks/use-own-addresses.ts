"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { mailboxes, me } from "@/api/queries";

/** The owner's own addresses, to say "me" instead of a name. */
export function useOwnAddresses() {
  const { data: user } = useQuery(me);
  const { data: boxes } = useQuery(mailboxes);
  return useMemo(
    () =>
      new Set(
        [user?.email, ...(boxes?.items ?? []).map((box) => box.address)].map((one) => one?.toLowerCase()),
      ),
    [user, boxes],
  );
}
