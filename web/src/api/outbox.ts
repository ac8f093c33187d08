/** What the page knows of the outbox. */
import type { QueryClient } from "@tanstack/react-query";
import * as queries from "./queries";

/** A mail is no longer there: it leaves the list first, so that whoever shows it does not ask for it any more. */
export function forgetMail(client: QueryClient, id: string) {
  const { queryKey } = queries.outbox;
  client.setQueryData(
    queryKey,
    (list) => list && { ...list, items: list.items.filter((item) => item.id !== id) },
  );
  return client.invalidateQueries({ queryKey, exact: true });
}
