"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { useProblemToast } from "@/components/shell/toasts";

export type Verdict = "active" | "locked" | "rejected";

const STALE = ["card", "facts", "contact", "contacts"];

export type Judged = { factId: string; state: Verdict };
export type VerdictMutation = { mutate: (judged: Judged) => void; isPending: boolean };

/** What a person thinks of a value that others say of somebody: right, wrong, or nothing any more. */
export function useVerdict(contactId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ factId, state }: Judged) =>
      call(
        api.PUT("/api/v1/contacts/{contact_id}/facts/{fact_id}/state", {
          params: { path: { contact_id: contactId, fact_id: factId } },
          body: { state },
        }),
      ),
    onError: useProblemToast(),
    onSuccess: () => Promise.all(STALE.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
