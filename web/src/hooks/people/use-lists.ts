"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { Contact, PeopleList } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { plural } from "@/lib/format";

const STALE = ["contacts", "contact", "lists"];

type Change = { ids: string[]; to: boolean; isUndo?: boolean };

/** Who is in a list and who is hidden, for many at once; the opposite for whom that changed undoes it. */
export function useLists() {
  const say = useToast();
  const onError = useProblemToast();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(STALE.map((key) => client.invalidateQueries({ queryKey: [key] }, { cancelRefetch: true })));
  const people = (ids: string[]) => plural(ids.length, "person", "people");

  const hide = useMutation({
    mutationFn: ({ ids, to }: Change) =>
      call(api.POST("/api/v1/contacts/hide", { body: { contact_ids: ids, hidden: to } })),
    onError,
    onSuccess: ({ contact_ids: ids }, { to, isUndo }) => {
      const undo = {
        label: "Undo",
        run: () => hide.mutate({ ids, to: !to, isUndo: true }),
        within: WITHIN,
        or: OR,
      };
      say({
        title: `${people(ids)} ${to ? "hidden" : "shown again"}`,
        action: isUndo || ids.length === 0 ? undefined : undo,
      });
      return refresh();
    },
  });
  const put = useMutation({
    mutationFn: ({ ids, to, list }: Change & { list: PeopleList }) =>
      call(
        api.POST("/api/v1/lists/{list_id}/people", {
          params: { path: { list_id: list.id } },
          body: { contact_ids: ids, there: to },
        }),
      ),
    onError,
    onSuccess: ({ contact_ids: ids }, { to, list, isUndo }) => {
      const undo = {
        label: "Undo",
        run: () => put.mutate({ ids, to: !to, list, isUndo: true }),
        within: WITHIN,
        or: OR,
      };
      say({
        title: `${people(ids)} ${to ? "added to" : "taken out of"} ${list.name}`,
        action: isUndo || ids.length === 0 ? undefined : undo,
      });
      return refresh();
    },
  });
  const make = useMutation({
    mutationFn: ({ name, search }: { name: string; search?: string }) =>
      call(api.POST("/api/v1/lists", { body: { name, search: search ?? null } })),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (list: PeopleList) =>
      call(api.DELETE("/api/v1/lists/{list_id}", { params: { path: { list_id: list.id } } })),
    onError,
    onSuccess: (_, list) => {
      say({ title: `${list.name} deleted; its people stay` });
      return refresh();
    },
  });
  return { hide, put, make, remove };
}

const WITHIN = 8_000; // milliseconds
const OR = "do the opposite from the list";

export const idsOf = (people: Contact[]) => people.map(({ id }) => id);
