"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { Contact, MembershipChange } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";

const WITHIN = 15_000; // milliseconds: merging is looked at before it is believed
const OR = "undo it on the person's page";
const STALE = [
  "contacts",
  "contact",
  "companies",
  "company",
  "identities",
  "merges",
  "suggestions",
  "card",
  "facts",
  "meetings",
  "interactions",
  "traffic",
  "strength",
  "analytics",
  "threads",
];

/** Ask anew for whatever says who is one person. */
export function useFreshPeople() {
  const client = useQueryClient();
  return () =>
    Promise.all(STALE.map((key) => client.invalidateQueries({ queryKey: [key] }, { cancelRefetch: true })));
}

/** Who is one person, changed by a person: merging, splitting, and taking either back. */
export function useMembership() {
  const say = useToast();
  const onError = useProblemToast();
  const refresh = useFreshPeople();

  const undo = useMutation({
    mutationFn: (change: Pick<MembershipChange, "id">) =>
      call(api.POST("/api/v1/merges/{merge_id}/undo", { params: { path: { merge_id: change.id } } })),
    onError,
    onSuccess: (change) => {
      say({ title: change.kind === "merge" ? "No longer merged" : "One person again" });
      return refresh();
    },
  });
  const done = (title: string, change: MembershipChange) => {
    say({ title, action: { label: "Undo", run: () => undo.mutate(change), within: WITHIN, or: OR } });
    return refresh();
  };
  const merge = useMutation({
    mutationFn: (people: Contact[]) =>
      call(api.POST("/api/v1/contacts/merge", { body: { contact_ids: people.map(({ id }) => id) } })),
    onError,
    onSuccess: (change, people) => done(`${people.length} people are one now`, change),
  });
  const split = useMutation({
    mutationFn: ({ contactId, identityId }: { contactId: string; identityId: string }) =>
      call(
        api.POST("/api/v1/contacts/{contact_id}/split", {
          params: { path: { contact_id: contactId } },
          body: { identity_ids: [identityId] },
        }),
      ),
    onError,
    onSuccess: (change) => done("Somebody of their own", change),
  });
  return { merge, split, undo };
}

/** Which domains are one company's, changed by a person. */
export function useCompanyMembership() {
  const say = useToast();
  const onError = useProblemToast();
  const refresh = useFreshPeople();
  const done = (title: string) => {
    say({ title });
    return refresh();
  };
  const merge = useMutation({
    mutationFn: (companies: string[]) =>
      call(api.POST("/api/v1/companies/merge", { body: { company_ids: companies } })),
    onError,
    onSuccess: () => done("One company now"),
  });
  const split = useMutation({
    mutationFn: ({ companyId, domainId }: { companyId: string; domainId: string }) =>
      call(
        api.POST("/api/v1/companies/{company_id}/split", {
          params: { path: { company_id: companyId } },
          body: { domain_ids: [domainId] },
        }),
      ),
    onError,
    onSuccess: () => done("A company of its own"),
  });
  return { merge, split };
}
