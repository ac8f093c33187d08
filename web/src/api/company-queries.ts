/** The questions about the domains that a company is made of. */
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "./client";

/** As many companies as a page has, by name. */
export const companyNames = queryOptions({
  queryKey: ["companies", "names"],
  queryFn: () => call(api.GET("/api/v1/companies", { params: { query: { sort: "name", limit: 100 } } })),
});

export const companyDomains = (id: string) =>
  queryOptions({
    queryKey: ["company", id, "domains"],
    queryFn: () =>
      call(api.GET("/api/v1/companies/{company_id}/domains", { params: { path: { company_id: id } } })),
  });

export const companyMerges = (id: string) =>
  queryOptions({
    queryKey: ["company", id, "merges"],
    queryFn: () =>
      call(api.GET("/api/v1/companies/{company_id}/merges", { params: { path: { company_id: id } } })),
  });

/** What sources say of a company. */
export const companyFacts = (id: string) =>
  queryOptions({
    queryKey: ["company", id, "facts"],
    queryFn: () =>
      call(api.GET("/api/v1/companies/{company_id}/facts", { params: { path: { company_id: id } } })),
  });
