/** The questions about people and companies. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call } from "./client";
import { after, first } from "./pages";
import type { ContactKind } from "./types";

export type ContactSort = "strength" | "name" | "recent";
export type ContactFilter = {
  q?: string;
  kind?: ContactKind | "all";
  sort?: ContactSort;
  company_id?: string;
  mailbox_id?: string;
  list_id?: string;
  hidden?: boolean;
};

export const contacts = (filter: ContactFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ["contacts", filter, limit],
    queryFn: ({ pageParam }) =>
      call(api.GET("/api/v1/contacts", { params: { query: { ...filter, cursor: pageParam, limit } } })),
    initialPageParam: first,
    getNextPageParam: after,
  });

export const contact = (id: string) =>
  queryOptions({
    queryKey: ["contact", id],
    queryFn: () => call(api.GET("/api/v1/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
  });

export const identities = (id: string) =>
  queryOptions({
    queryKey: ["identities", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/identities", { params: { path: { contact_id: id } } })),
  });

export const card = (id: string) =>
  queryOptions({
    queryKey: ["card", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/card", { params: { path: { contact_id: id } } })),
  });

/** All that is said of somebody, shown or not, with who says so. */
export const facts = (id: string) =>
  queryOptions({
    queryKey: ["facts", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/facts", { params: { path: { contact_id: id } } })),
  });

/** The latest meetings, those to come before all. */
export const meetings = (id: string, limit: number) =>
  queryOptions({
    queryKey: ["meetings", id, limit],
    queryFn: () =>
      call(
        api.GET("/api/v1/contacts/{contact_id}/meetings", {
          params: { path: { contact_id: id }, query: { limit } },
        }),
      ),
  });

export const merges = (id: string) =>
  queryOptions({
    queryKey: ["merges", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/merges", { params: { path: { contact_id: id } } })),
  });

/** Pairs of people who may be one, the likeliest first. */
export const suggestions = infiniteQueryOptions({
  queryKey: ["suggestions", "pages"],
  queryFn: ({ pageParam }) =>
    call(api.GET("/api/v1/contacts/suggestions", { params: { query: { cursor: pageParam, limit: 20 } } })),
  initialPageParam: first,
  getNextPageParam: after,
});

/** How many there are. */
export const suggestionCount = queryOptions({
  queryKey: ["suggestions", "count"],
  queryFn: () => call(api.GET("/api/v1/contacts/suggestions", { params: { query: { limit: 1 } } })),
  select: ({ total }) => total,
});

/** Whose addresses these are. Cards change seldom; an event tells when they do. */
export const lookup = (addresses: string[]) =>
  queryOptions({
    queryKey: ["contacts", "lookup", addresses],
    queryFn: () => call(api.GET("/api/v1/contacts/lookup", { params: { query: { addresses } } })),
    enabled: addresses.length > 0,
    staleTime: 60_000,
  });

/** Whom one deleted in the last week. */
export const deletions = queryOptions({
  queryKey: ["deletions"],
  queryFn: () => call(api.GET("/api/v1/contacts/deletions")),
});

/** What one calls fields that one added to people. */
export const ownFields = queryOptions({
  queryKey: ["own-fields"],
  queryFn: () => call(api.GET("/api/v1/contacts/fields")),
});

export const traffic = (id: string) =>
  queryOptions({
    queryKey: ["traffic", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/traffic", { params: { path: { contact_id: id } } })),
  });

/** Why somebody is as close as they are. */
export const strength = (id: string) =>
  queryOptions({
    queryKey: ["strength", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/strength", { params: { path: { contact_id: id } } })),
  });

export type Scope = { contact_id: string } | { company_id: string } | "all";

/** What the mail with somebody, with a company or with everybody looks like, by the clock of this browser. */
export const analytics = (scope: Scope) =>
  queryOptions({
    queryKey: ["analytics", scope],
    queryFn: () => {
      const query = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
      if (scope === "all") return call(api.GET("/api/v1/analytics", { params: { query } }));
      if ("contact_id" in scope)
        return call(api.GET("/api/v1/contacts/{contact_id}/analytics", { params: { path: scope, query } }));
      return call(api.GET("/api/v1/companies/{company_id}/analytics", { params: { path: scope, query } }));
    },
  });

export const interactions = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["interactions", id],
    queryFn: ({ pageParam }) =>
      call(
        api.GET("/api/v1/contacts/{contact_id}/interactions", {
          params: { path: { contact_id: id }, query: { cursor: pageParam, limit: 25 } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: after,
  });

export const companies = (sort: ContactSort) =>
  infiniteQueryOptions({
    queryKey: ["companies", sort],
    queryFn: ({ pageParam }) =>
      call(api.GET("/api/v1/companies", { params: { query: { sort, cursor: pageParam } } })),
    initialPageParam: first,
    getNextPageParam: after,
  });

export const company = (id: string) =>
  queryOptions({
    queryKey: ["company", id],
    queryFn: () => call(api.GET("/api/v1/companies/{company_id}", { params: { path: { company_id: id } } })),
  });

/** Lists of people, by name. */
export const lists = queryOptions({
  queryKey: ["lists"],
  queryFn: () => call(api.GET("/api/v1/lists")),
});

/** Those that somebody is in. */
export const listsOf = (contactId: string) =>
  queryOptions({
    queryKey: ["lists", contactId],
    queryFn: () => call(api.GET("/api/v1/lists", { params: { query: { contact_id: contactId } } })),
  });
