"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { labels } from "@/api/queries";
import type { Label } from "@/api/types";

/** The labels of one mailbox by id. */
export function useLabels(mailboxId: string): Map<string, Label> {
  const { data } = useQuery(labels);
  return useMemo(
    () =>
      new Map((data?.items ?? []).filter((one) => one.mailbox_id === mailboxId).map((one) => [one.id, one])),
    [data, mailboxId],
  );
}
