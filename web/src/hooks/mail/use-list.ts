"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import * as queries from "@/api/queries";
import type { MessageSummary, Page, Shortcut, ThreadKey, ThreadSummary } from "@/api/types";
import { useWide } from "@/hooks/use-wide";
import { ALL, type ListOf, listUrl, THREAD, threadUrl } from "@/lib/mail/addresses";
import { type Changeable, isSame, threadOf } from "@/lib/mail/changes";
import { rowOf } from "@/lib/rows";
import { useListOf } from "./use-list-of";
import { useThreads } from "./use-threads";

/** A row of a list of mail: a thread, or a message that was found in one. */
export type Entry = Changeable & { href: string };
type Data<T> = { pages: Page<T>[] } | undefined;

/** Where the list and the thread beside it are, for keys and styles. */
export const LIST_PART = "[data-list]";
export const PANE = "pane";

export const filterOf = ({ label, mailbox }: ListOf) => ({
  label: label === ALL.label ? undefined : label,
  mailbox_id: mailbox || undefined,
});

/** What can be done to a row at all. */
export function isPossible({ labels, unread }: Entry, shortcut: Shortcut) {
  if (shortcut === "archive") return labels.includes("INBOX");
  if (shortcut === "trash") return !labels.includes("TRASH");
  return unread === (shortcut === "read");
}

/** The list that the address speaks of, whether it is on the page or not, and how one gets about in it. */
export function useList() {
  const router = useRouter();
  const { list } = useListOf();
  const isOpen = usePathname() === THREAD;
  const isShown = useWide() || !isOpen;
  const threads = useThreads(filterOf(list), isShown && !list.q);
  const found = useInfiniteQuery({ ...queries.search(list.q), enabled: isShown && list.q !== "" });

  const ofThreads = (data: Data<ThreadSummary>) =>
    rows(data).map((one): Entry => ({ ...one, href: threadUrl(one, list) }));
  const ofMessages = (data: Data<MessageSummary>) =>
    rows(data).map((message): Entry => {
      const thread = threadOf(message);
      return { ...thread, href: threadUrl(thread, list, message.id) };
    });
  const entries = list.q ? ofMessages(found.data) : ofThreads(threads.data);

  /** What comes after (1) or before (-1) a thread; after none, the first. Asks for what is not there yet. */
  async function beside(thread: ThreadKey | undefined, by: 1 | -1): Promise<Entry | undefined> {
    const query = list.q ? found : threads;
    const again = async (asked: Promise<{ data: unknown }>) => {
      const { data } = await asked;
      return list.q ? ofMessages(data as Data<MessageSummary>) : ofThreads(data as Data<ThreadSummary>);
    };
    const all = query.data ? entries : await again(query.refetch());
    const next = neighbour(all, thread, by);
    if (next || by < 0 || !query.hasNextPage) return next;
    return neighbour(await again(query.fetchNextPage()), thread, by);
  }

  /** Opens a row instead of the thread that is open; without a row, the list is left alone. */
  function open(entry: Entry | undefined) {
    const within = document.activeElement?.closest(`#${PANE}, ${LIST_PART}`);
    if (!entry) router.push(listUrl(list));
    else if (isOpen) window.history.replaceState(null, "", entry.href);
    else router.push(entry.href, { scroll: false });
    if (!isShown) {
      window.scrollTo({ top: 0 });
      document.getElementById("main")?.focus();
    } else if (within?.id === PANE) document.getElementById(PANE)?.focus();
    else if (entry) rowOf(LIST_PART, entry.href)?.focus();
  }

  return { list, entries, isOpen, beside, open };
}

const rows = <T>(data: Data<T>) => data?.pages.flatMap(({ items }) => items) ?? [];

function neighbour(entries: Entry[], thread: ThreadKey | undefined, by: 1 | -1) {
  if (!thread) return entries[0];
  const ordered = by > 0 ? entries : entries.toReversed();
  const at = ordered.findIndex((one) => isSame(one, thread));
  return ordered.slice(at + 1).find((one) => !isSame(one, thread));
}
