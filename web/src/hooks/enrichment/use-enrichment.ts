"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import * as enrichmentQueries from "@/api/enrichment-queries";
import type { ContactEnrichment } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { randomId } from "@/lib/core/ids";

/** Asking about one person, and never doing so. */
export function useEnrichment(contactId: string) {
  const say = useToast();
  const onError = useProblemToast();
  const client = useQueryClient();
  const path = { contact_id: contactId };
  const keep = (found: ContactEnrichment) =>
    client.setQueryData(enrichmentQueries.enrichment(contactId).queryKey, found);

  const ask = useMutation({
    mutationFn: (again: boolean) =>
      call(
        api.POST("/api/v1/contacts/{contact_id}/enrich", {
          params: { path, query: { again }, header: { "Idempotency-Key": randomId() } },
        }),
      ),
    onError,
    onSuccess: () => say({ title: "Sources are being asked" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["jobs"] }),
  });
  const suppress = useMutation({
    mutationFn: () => call(api.PUT("/api/v1/contacts/{contact_id}/suppression", { params: { path } })),
    onError,
    onSuccess: keep,
  });
  const allow = useMutation({
    mutationFn: () => call(api.DELETE("/api/v1/contacts/{contact_id}/suppression", { params: { path } })),
    onError,
    onSuccess: keep,
  });
  return { ask, suppress, allow };
}
