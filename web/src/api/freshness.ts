/** Which answers an event makes stale, and how soon each is asked for again: a sync tells of itself many times a second. */
import type { QueryClient } from "@tanstack/react-query";
import type { FeedEvent } from "./feed";

const QUICK = 700; // milliseconds: numbers that a person is watching
const CALM = 3000; // lists: they should not jump while one reads; one with nobody in it has nothing to jump
const MOST_PAGES = 3; // a longer list is left alone until it is opened again

const STALE: Record<FeedEvent, [keys: string[], wait: number][]> = {
  "sync.progress": [
    [["mailboxes", "mailbox", "dead", "health"], QUICK],
    [["threads"], CALM],
  ],
  "email.received": [[["threads", "thread", "messages"], QUICK]],
  "email.changed": [[["threads", "thread", "messages"], QUICK]],
  "labels.changed": [[["labels"], QUICK]],
  "outbox.updated": [[["outbox"], QUICK]],
  "contact.updated": [
    [["mailboxes", "mailbox"], QUICK],
    [
      [
        "contacts",
        "contact",
        "companies",
        "company",
        "interactions",
        "traffic",
        "identities",
        "merges",
        "suggestions",
        "card",
        "lists",
        "enrichment",
        "sources",
        "source-calls",
        "facts",
        "meetings",
        "strength",
        "analytics",
        "contact-imports",
      ],
      CALM,
    ],
  ],
  reset: [],
};

export class Freshness {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly client: QueryClient) {}

  heard(type: FeedEvent) {
    if (type === "reset") void this.client.invalidateQueries();
    for (const [keys, wait] of STALE[type]) for (const key of keys) this.soon(key, wait);
  }

  stop() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private soon(key: string, wait: number) {
    if (this.timers.has(key)) return;
    const lists = this.client.getQueriesData({ queryKey: [key], type: "active" });
    const after = lists.some(([, data]) => isEmpty(data)) ? QUICK : wait;
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        // What is being asked for may be more of a list, for which somebody has clicked: that would be given up.
        if (this.client.isFetching({ queryKey: [key] }) > 0) return this.soon(key, QUICK);
        void this.client.invalidateQueries({
          queryKey: [key],
          predicate: (query) => !isLong(query.state.data),
        });
      }, after),
    );
  }
}

function isEmpty(data: unknown) {
  const pages = (data as { pages?: { items: unknown[] }[] } | undefined)?.pages;
  return pages?.every((page) => page.items?.length === 0) ?? false;
}

export function isLong(data: unknown) {
  const pages = (data as { pages?: unknown[] } | undefined)?.pages;
  return pages !== undefined && pages.length > MOST_PAGES;
}
