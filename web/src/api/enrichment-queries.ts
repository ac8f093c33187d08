/** The questions about who is asked about people. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call } from "./client";
import { after, first } from "./pages";

export const sources = queryOptions({
  queryKey: ["sources"],
  queryFn: () => call(api.GET("/api/v1/enrichment/sources")),
});

/** What left this machine, the newest first. */
export const sourceCalls = infiniteQueryOptions({
  queryKey: ["source-calls"],
  queryFn: ({ pageParam }) =>
    call(api.GET("/api/v1/enrichment/calls", { params: { query: { cursor: pageParam, limit: 25 } } })),
  initialPageParam: first,
  getNextPageParam: after,
});

export const enrichment = (id: string) =>
  queryOptions({
    queryKey: ["enrichment", id],
    queryFn: () =>
      call(api.GET("/api/v1/contacts/{contact_id}/enrichment", { params: { path: { contact_id: id } } })),
  });
