/** The questions about language models. */
import { queryOptions } from "@tanstack/react-query";
import { api, call } from "./client";

export const usage = queryOptions({
  queryKey: ["usage"],
  queryFn: () => call(api.GET("/api/v1/usage", { params: { query: { days: 30 } } })),
});
