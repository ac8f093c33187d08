/** The questions about files of people and Google Contacts. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call } from "./client";
import { after, first } from "./pages";

const going = ["reading", "undoing"];

/** Files of people, the newest first; one that is being read tells how far it is. */
export const contactImports = infiniteQueryOptions({
  queryKey: ["contact-imports"],
  queryFn: ({ pageParam }) =>
    call(api.GET("/api/v1/contacts/imports", { params: { query: { cursor: pageParam, limit: 20 } } })),
  initialPageParam: first,
  getNextPageParam: after,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some((one) => going.includes(one.state)))
      ? 1000
      : false,
});

/** What of a file could not be taken. */
export const importProblems = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["contact-imports", id, "problems"],
    queryFn: ({ pageParam }) =>
      call(
        api.GET("/api/v1/contacts/imports/{contact_import_id}/problems", {
          params: { path: { contact_import_id: id }, query: { cursor: pageParam } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: after,
  });

/** The columns of a table that waits for its owner to say what they are. */
export const importPreview = (id: string) =>
  queryOptions({
    queryKey: ["contact-imports", id, "preview"],
    queryFn: () =>
      call(
        api.GET("/api/v1/contacts/imports/{contact_import_id}/preview", {
          params: { path: { contact_import_id: id } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How a mailbox's Google Contacts stand; events of contacts make it stale. */
export const googleContacts = (id: string) =>
  queryOptions({
    queryKey: ["contacts", "google", id],
    queryFn: () =>
      call(
        api.GET("/api/v1/mailboxes/{mailbox_id}/google-contacts", { params: { path: { mailbox_id: id } } }),
      ),
  });
