"use client";

import { type QueryClient, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { isLong } from "@/api/freshness";
import { problemFrom } from "@/api/problem";
import type { ThreadFilter } from "@/api/queries";
import { changeThread } from "@/api/thread-change";
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

/** `detail`: what else there is to say. */
type Asked = { threads: ThreadKey[]; shortcut: Shortcut; detail?: string };
type Row = [list: QueryKey, thread: ThreadSummary];
type Work = { changes: Change[]; rows: Row[]; stopped: boolean };
type Outcome = { done: ThreadKey[]; failed: { thread: ThreadKey; error: unknown }[] };

const WITHIN = 10_000; // milliseconds to undo it, as a send has
const AT_ONCE = 4; // threads: a person waits for them, but so may others for the same quota

const DONE: Record<Shortcut, string> = {
  archive: "Archived",
  inbox: "Moved to the inbox",
  trash: "In the trash",
  untrash: "Out of the trash",
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
    mutationFn: async ({ threads, shortcut, detail }: Asked) => {
      const work = begin(client, threads, shortcut);
      const end = carryOut(client, work, () => {
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

/** A few at a time, until all are done or somebody takes it back. */
async function carryOut(client: QueryClient, work: Work, onAccepted?: () => void): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] };
  const left = [...work.changes];
  let accepted = onAccepted;
  const heard = () => {
    accepted?.();
    accepted = undefined;
  };
  async function next() {
    for (let one = left.shift(); one && !work.stopped; one = left.shift()) {
      try {
        await changeThread(one, one.shortcut, heard);
        outcome.done.push(one);
      } catch (error) {
        outcome.failed.push({ thread: one, error });
        release(client, [one]);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (!work.stopped) await settle(client, work, outcome);
  return outcome;
}

/** What was foreseen is true: the lists have it, whatever they have asked for meanwhile. */
async function settle(client: QueryClient, { changes }: Work, { done }: Outcome) {
  await client.cancelQueries({ queryKey: ["threads"] });
  const confirmed = changes.filter((one) => done.includes(one));
  for (const [key, list] of listsOf(client))
    client.setQueryData(key, foreseen(list, confirmed, labelOf(key)));
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
