/** Every question that pages ask, with the key it is remembered under. */
import { type InfiniteData, infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call } from "./client";
import { after, first } from "./pages";
import { ProblemError } from "./problem";
import type { Mailbox, Thread } from "./types";

export * from "./people-queries";

export type ThreadFilter = { mailbox_id?: string; contact_id?: string; label?: string };

const busy = (mailbox?: Mailbox) =>
  mailbox !== undefined && ["connecting", "backfilling", "paused", "erasing"].includes(mailbox.status);

/** Who is signed in; null for nobody. */
export const me = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    try {
      return await call(api.GET("/api/v1/me"));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export const tokens = queryOptions({
  queryKey: ["tokens"],
  queryFn: () => call(api.GET("/api/v1/tokens")),
});

/** Where somebody is signed in. */
export const sessions = queryOptions({
  queryKey: ["sessions"],
  queryFn: () => call(api.GET("/api/v1/sessions")),
});

/** What runs here. */
export const deployment = queryOptions({
  queryKey: ["deployment"],
  queryFn: () => call(api.GET("/api/v1/deployment")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** For the owner alone. */
export const signUp = queryOptions({
  queryKey: ["invitations"],
  queryFn: () => call(api.GET("/api/v1/invitations")),
});

export const mailboxes = queryOptions({
  queryKey: ["mailboxes"],
  queryFn: () => call(api.GET("/api/v1/mailboxes")),
  // Events tell of changes; asking again now and then keeps the rate and the time left honest.
  refetchInterval: (query) => (query.state.data?.items.some(busy) ? 5000 : false),
});

export const mailbox = (id: string) =>
  queryOptions({
    queryKey: ["mailbox", id],
    queryFn: () => call(api.GET("/api/v1/mailboxes/{mailbox_id}", { params: { path: { mailbox_id: id } } })),
    refetchInterval: (query) => (busy(query.state.data) ? 2000 : false),
  });

/** Its times grow old while one looks at them. */
export const health = (id: string) =>
  queryOptions({
    queryKey: ["health", id],
    queryFn: () =>
      call(api.GET("/api/v1/mailboxes/{mailbox_id}/health", { params: { path: { mailbox_id: id } } })),
    refetchInterval: 30_000,
  });

export const aliases = (id: string) =>
  queryOptions({
    queryKey: ["aliases", id],
    queryFn: () =>
      call(api.GET("/api/v1/mailboxes/{mailbox_id}/aliases", { params: { path: { mailbox_id: id } } })),
    staleTime: 60_000,
  });

export const deadLetters = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["dead", id],
    queryFn: ({ pageParam }) =>
      call(
        api.GET("/api/v1/mailboxes/{mailbox_id}/dead", {
          params: { path: { mailbox_id: id }, query: { cursor: pageParam } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: after,
  });

export const threads = (filter: ThreadFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ["threads", filter, limit],
    queryFn: ({ pageParam }) =>
      call(api.GET("/api/v1/threads", { params: { query: { ...filter, cursor: pageParam, limit } } })),
    initialPageParam: first,
    getNextPageParam: after,
  });

/** What labels are called. An event tells of changes. */
export const labels = queryOptions({
  queryKey: ["labels"],
  queryFn: () => call(api.GET("/api/v1/labels")),
  staleTime: 5 * 60_000,
});

export const search = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["messages", q],
    queryFn: ({ pageParam }) =>
      call(api.GET("/api/v1/messages", { params: { query: { q, cursor: pageParam } } })),
    initialPageParam: first,
    getNextPageParam: after,
    enabled: q !== "",
  });

const NEWEST = 4; // messages of a thread: who opens it waits for no more
const EARLIER = 50;

/** A thread with its newest messages; the next page has earlier ones. */
export const thread = (mailboxId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: ["thread", mailboxId, id],
    queryFn: ({ pageParam }) =>
      call(
        api.GET("/api/v1/threads/{mailbox_id}/{thread_id}", {
          params: {
            path: { mailbox_id: mailboxId, thread_id: id },
            query: { cursor: pageParam, limit: pageParam ? EARLIER : NEWEST, headers: false },
          },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: (page) => page.earlier_cursor ?? undefined,
    select: joined,
  });

function joined({ pages }: InfiniteData<Thread>): Thread {
  return { ...(pages[0] as Thread), messages: pages.toReversed().flatMap((page) => page.messages) };
}

/** A mail that came attached to a message. */
export const enclosedMail = (id: string, partId: string, images = false) =>
  queryOptions({
    queryKey: ["message", id, "enclosed", partId, images],
    queryFn: () =>
      call(
        api.GET("/api/v1/messages/{message_id}/attachments/{part_id}/mail", {
          params: { path: { message_id: id, part_id: partId || "root" }, query: { images } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The HTML of a message, or of a mail that came with it, with its remote images: for whoever asked to see them. */
export const withImages = (id: string, partId: string | null) =>
  queryOptions({
    queryKey: ["message", id, "images", partId],
    queryFn: async () => {
      const query = { images: true };
      if (partId !== null) {
        const path = { message_id: id, part_id: partId || "root" };
        const url = "/api/v1/messages/{message_id}/attachments/{part_id}/mail";
        return (await call(api.GET(url, { params: { path, query } }))).html;
      }
      const path = { message_id: id };
      return (await call(api.GET("/api/v1/messages/{message_id}", { params: { path, query } }))).html;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The newest of what was written here. */
export const outbox = queryOptions({
  queryKey: ["outbox"],
  queryFn: () => call(api.GET("/api/v1/outbox")),
});

export const outboxItem = (id: string) =>
  queryOptions({
    queryKey: ["outbox", id],
    queryFn: () => call(api.GET("/api/v1/outbox/{outbox_id}", { params: { path: { outbox_id: id } } })),
    refetchInterval: (query) =>
      ["waiting", "sending"].includes(query.state.data?.state ?? "waiting") && !query.state.error
        ? 1000
        : false,
  });

/** What an answer to a message begins with: it does not change. */
export const answerStart = (id: string) =>
  queryOptions({
    queryKey: ["answer", id],
    queryFn: () =>
      call(
        api.GET("/api/v1/messages/{message_id}/answer", {
          params: {
            path: { message_id: id },
            query: { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
          },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A file, and how far it has been read. */
export const importOf = (id: string) =>
  queryOptions({
    queryKey: ["import", id],
    queryFn: () => call(api.GET("/api/v1/imports/{import_id}", { params: { path: { import_id: id } } })),
    refetchInterval: (query) => (query.state.data?.finished_at || query.state.error ? false : 1000),
  });

export const jobs = infiniteQueryOptions({
  queryKey: ["jobs"],
  queryFn: ({ pageParam }) => call(api.GET("/api/v1/jobs", { params: { query: { cursor: pageParam } } })),
  initialPageParam: first,
  getNextPageParam: after,
  refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : 5000),
});

/** The newest run of a job, or the one that is named. */
export const job = (id: string, runId?: string) =>
  queryOptions({
    queryKey: runId ? ["job", id, runId] : ["job", id],
    queryFn: () =>
      call(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: id }, query: { run_id: runId } } })),
    refetchInterval: (query) => (query.state.data?.state === "running" || !query.state.data ? 1500 : false),
  });
