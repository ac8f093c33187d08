"use client";

import { type QueryClient, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { isLong } from "@/api/freshness";
import { problemFrom } from "@/api/problem";
import type { ThreadFilter } from "@/api/queries";
import { askForThreads, confirmed, MOST_THREADS } from "@/api/thread-change";
import type { Shortcut, ThreadKey, ThreadSummary } from "@/api/types";
import { isNotAllowed } from "@/components/sending/allow";
import { useToast } from "@/components/shell/toasts";
import { plural } from "@/lib/format";
import {
  type Change,
  foreseen,
  isSame,
  leaves,
  REVERSE,
  type ThreadList,
  withThread,
} from "@/lib/mail/changes";
import { foresee, release } from "./use-threads";

/** `detail`: what else there is to say. `onAccepted` hears that it is under way: nobody has to allow it first. */
type Asked = { threads: ThreadKey[]; shortcut: Shortcut; detail?: string; onAccepted?: () => void };
type Row = [list: QueryKey, thread: ThreadSummary];
type Work = { changes: Change[]; rows: Row[]; stopped: boolean };
type Outcome = { done: ThreadKey[]; failed: { thread: ThreadKey; error: unknown }[] };

const WITHIN = 10_000; // milliseconds to undo it, as a send has
const AT_ONCE = 4; // jobs that are looked at

const DONE: Record<Shortcut, string> = {
  archive: "Archived",
  inbox: "Moved to the inbox",
  trash: "Moved to the trash",
  untrash: "Taken out of the trash",
  read: "Marked as read",
  unread: "Marked as unread",
};

/**
 * Changes threads at Gmail, one or many, and offers to undo it: `change.mutate({ threads, shortcut })`. Lists of
 * `useThreads` show it at once, and show again what is so where Gmail refuses, which is said. `notAllowed` is the mailbox
 * whose owner has to let Kith change mail first: show `<Allow mailboxId={notAllowed} right="modify" />`.
 */
export function useUndoableChange() {
  const client = useQueryClient();
  const say = useToast();

  function tell({ failed, done }: Outcome) {
    const first = failed.find(({ error }) => !isNotAllowed(error));
    if (!first) return;
    const { title, detail } = problemFrom(first.error);
    const all = failed.length + done.length;
    say({
      title: all > 1 ? `${failed.length} of ${plural(all, "thread")} not changed` : title,
      detail,
      bad: true,
    });
  }
  const change = useMutation({
    mutationFn: async ({ threads, shortcut, detail, onAccepted }: Asked) => {
      const work = begin(client, threads, shortcut);
      const end = carryOut(client, work, () => {
        onAccepted?.();
        const many = threads.length > 1 ? `: ${plural(threads.length, "thread")}` : "";
        const undo = () => void takeBack(client, work, end, REVERSE[shortcut]).then(tell);
        const or = "the page of the thread does the opposite";
        say({
          title: DONE[shortcut] + many,
          detail,
          action: { label: "Undo", run: undo, within: WITHIN, or },
        });
      });
      const outcome = await end;
      if (!work.stopped) tell(outcome);
      return outcome;
    },
  });
  const refused = change.data?.failed.find(({ error }) => isNotAllowed(error));
  return { change, notAllowed: refused?.thread.mailbox_id };
}

/** Lists show it from now on. */
function begin(client: QueryClient, threads: ThreadKey[], shortcut: Shortcut): Work {
  const changes = threads.map(({ mailbox_id, id }) => ({ mailbox_id, id, shortcut }));
  const rows = listsOf(client).flatMap(([key, list]): Row[] =>
    leaves(shortcut, labelOf(key))
      ? list.pages
          .flatMap(({ items }) => items)
          .filter((row) => threads.some((thread) => isSame(thread, row)))
          .map((row) => [key, row])
      : [],
  );
  foresee(client, changes);
  return { changes, rows, stopped: false };
}

/** Kith takes them on a hundred at a time, until somebody takes it back; then Gmail is waited for. */
async function carryOut(client: QueryClient, work: Work, onAccepted?: () => void): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] };
  const fail = (thread: Change, error: unknown) => {
    outcome.failed.push({ thread, error });
    release(client, [thread]);
  };
  const accepted: [Change, job: string][] = [];
  let heard = onAccepted;
  for (let from = 0; from < work.changes.length && !work.stopped; from += MOST_THREADS) {
    const some = work.changes.slice(from, from + MOST_THREADS);
    const jobs = await ask(some);
    for (const [index, thread] of some.entries()) {
      const job = jobs[index];
      if (typeof job === "string") accepted.push([thread, job]);
      else fail(thread, job);
    }
    if (accepted.length > 0) {
      heard?.();
      heard = undefined;
    }
  }
  const left = [...accepted];
  async function next() {
    for (let one = left.shift(); one; one = left.shift()) {
      const [thread, job] = one;
      try {
        await confirmed(job);
        outcome.done.push(thread);
      } catch (error) {
        fail(thread, error);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (!work.stopped) await settle(client, work, outcome);
  return outcome;
}

/** The job of each, or why it has none: where nobody answers, all for one reason. */
async function ask(changes: Change[]) {
  try {
    return await askForThreads(changes, changes[0]?.shortcut ?? "read");
  } catch (error) {
    return changes.map(() => error);
  }
}

/** What was foreseen is true: the lists have it, whatever they have asked for meanwhile. */
async function settle(client: QueryClient, { changes }: Work, { done }: Outcome) {
  await client.cancelQueries({ queryKey: ["threads"] });
  const real = changes.filter((one) => done.includes(one));
  for (const [key, list] of listsOf(client)) client.setQueryData(key, foreseen(list, real, labelOf(key)));
  release(client, changes);
  for (const key of ["threads", "messages"]) {
    void client.invalidateQueries({ queryKey: [key], predicate: ({ state }) => !isLong(state.data) });
  }
  await client.invalidateQueries({ queryKey: ["thread"] });
}

/** The rows return at once; Gmail hears of it as soon as it has done what it was asked to do. */
async function takeBack(client: QueryClient, work: Work, end: Promise<Outcome>, reverse: Shortcut) {
  work.stopped = true;
  release(client, work.changes);
  await client.cancelQueries({ queryKey: ["threads"] });
  for (const [key, row] of work.rows) {
    client.setQueryData<ThreadList>(key, (list) => list && withThread(list, row));
  }
  const { done } = await end;
  return carryOut(client, begin(client, done, reverse));
}

const listsOf = (client: QueryClient) =>
  client
    .getQueriesData<ThreadList>({ queryKey: ["threads"] })
    .flatMap(([key, list]): [QueryKey, ThreadList][] => (list ? [[key, list]] : []));

const labelOf = (key: QueryKey) => (key[1] as ThreadFilter).label;
