"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import * as companyQueries from "@/api/company-queries";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import type { Judged, Verdict } from "./use-verdict";

const WITHIN = 15_000; // milliseconds
const OR = "take it back where it says why we think so";
const TITLES: Record<Verdict, string> = {
  locked: "Kept, whatever others say",
  rejected: "Not shown again",
  active: "Taken back",
};

/** What a person thinks of a value that sources say of a company; it can be taken back at once. */
export function useCompanyVerdict(companyId: string) {
  const client = useQueryClient();
  const say = useToast();
  const judge = useMutation({
    mutationFn: ({ factId, state }: Judged) =>
      call(
        api.PUT("/api/v1/companies/{company_id}/facts/{company_fact_id}/state", {
          params: { path: { company_id: companyId, company_fact_id: factId } },
          body: { state },
        }),
      ),
    onError: useProblemToast(),
    onSuccess: (facts, { factId, state }) => {
      client.setQueryData(companyQueries.companyFacts(companyId).queryKey, facts);
      const run = () => judge.mutate({ factId, state: "active" });
      say({
        title: TITLES[state],
        ...(state !== "active" && { action: { label: "Undo", run, within: WITHIN, or: OR } }),
      });
    },
  });
  return judge;
}
