"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api, call } from "@/api/client";
import type { Contact, Deletion, NewContact } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { useFreshPeople } from "./use-membership";

const WITHIN = 15_000; // milliseconds
const OR = "put them back under Hidden people, within a week";

/** People whom their owner writes down, and deletes. */
export function useByHand() {
  const say = useToast();
  const onError = useProblemToast();
  const fresh = useFreshPeople();
  const client = useQueryClient();
  const router = useRouter();
  const refresh = () =>
    Promise.all([
      fresh(),
      ...["deletions", "lists", "own-fields"].map((key) => client.invalidateQueries({ queryKey: [key] })),
    ]);

  const create = useMutation({
    mutationFn: (body: NewContact) => call(api.POST("/api/v1/contacts", { body })),
    onSuccess: refresh,
  });
  const addAddress = useMutation({
    mutationFn: ({ contact, ...body }: { contact: Contact; address: string; merge: boolean }) =>
      call(
        api.POST("/api/v1/contacts/{contact_id}/addresses", {
          params: { path: { contact_id: contact.id } },
          body,
        }),
      ),
    onSuccess: refresh,
  });
  const removeAddress = useMutation({
    mutationFn: ({ contactId, identityId }: { contactId: string; identityId: string }) =>
      call(
        api.DELETE("/api/v1/contacts/{contact_id}/addresses/{identity_id}", {
          params: { path: { contact_id: contactId, identity_id: identityId } },
        }),
      ),
    onError,
    onSuccess: refresh,
  });
  const putBack = useMutation({
    mutationFn: (deletion: Deletion) =>
      call(
        api.POST("/api/v1/contacts/deletions/{deletion_id}/undo", {
          params: { path: { deletion_id: deletion.id } },
        }),
      ),
    onError,
    onSuccess: (contact) => {
      say({ title: `${contact.name || contact.address} is back` });
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (contact: Contact) =>
      call(api.DELETE("/api/v1/contacts/{contact_id}", { params: { path: { contact_id: contact.id } } })),
    onError,
    onSuccess: (deletion) => {
      say({
        title: deletion.hidden ? `${deletion.name} hidden` : `${deletion.name} deleted`,
        detail: deletion.hidden
          ? "What you wrote of them is gone. There is mail, or a Google contact, so they are hidden."
          : undefined,
        action: { label: "Undo", run: () => putBack.mutate(deletion), within: WITHIN, or: OR },
      });
      router.push("/contacts");
      // Asked for anew by the next page: this one is about somebody who may be gone.
      return client.invalidateQueries({ refetchType: "none" });
    },
  });
  return { create, addAddress, removeAddress, remove, putBack };
}
