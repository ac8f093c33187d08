/** What a change of threads will have done to lists of them: shown at once, before Gmail has confirmed it. */
import type { InfiniteData } from "@tanstack/react-query";
import type { MessageSummary, Page, Shortcut, ThreadKey, ThreadSummary } from "@/api/types";

export type Change = ThreadKey & { shortcut: Shortcut };
/** What tells whether a change of it would change anything. */
export type Changeable = ThreadKey & Pick<ThreadSummary, "labels" | "unread">;
export type ThreadList = InfiniteData<Page<ThreadSummary>, string | undefined>;

/** Each change, and the one that takes it back. */
export const REVERSE: Record<Shortcut, Shortcut> = {
  archive: "inbox",
  inbox: "archive",
  trash: "untrash",
  untrash: "trash",
  read: "unread",
  unread: "read",
};

/** The keys that people know from Gmail. */
export const KEY_OF: Partial<Record<Shortcut, string>> = { archive: "e", trash: "#", read: "I", unread: "U" };

export const isSame = (one: ThreadKey, other: ThreadKey) =>
  one.id === other.id && one.mailbox_id === other.mailbox_id;

export const keyOf = ({ mailbox_id, id }: ThreadKey) => mailbox_id + id;

/** A thread, as far as a message that was found in it tells. */
export const threadOf = ({ mailbox_id, thread_id, labels }: MessageSummary): Changeable => ({
  mailbox_id,
  id: thread_id,
  labels,
  unread: labels.includes("UNREAD"),
});

/** The threads in which these messages were found, each once. */
export function threadsOf(messages: MessageSummary[]): Changeable[] {
  const threads = new Map<string, Changeable>();
  for (const thread of messages.map(threadOf)) {
    const labels = [...(threads.get(keyOf(thread))?.labels ?? []), ...thread.labels];
    threads.set(keyOf(thread), { ...thread, labels, unread: labels.includes("UNREAD") });
  }
  return [...threads.values()];
}

/** Is a thread in the list of this label no more, once that is done? Without a label, a list is of all but the trash. */
export function leaves(shortcut: Shortcut, label = "") {
  if (shortcut === "archive") return label === "INBOX";
  if (shortcut === "trash") return label !== "TRASH";
  return shortcut === "untrash" && label === "TRASH";
}

/** The list of a label as it will be. */
export function foreseen(list: ThreadList, changes: Change[], label?: string): ThreadList {
  if (changes.length === 0) return list;
  const rest = (thread: ThreadSummary) => {
    const own = changes.filter((change) => isSame(change, thread));
    return own.some(({ shortcut }) => leaves(shortcut, label)) ? [] : own.reduce(changed, thread);
  };
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.flatMap(rest) })) };
}

function changed(thread: ThreadSummary, { shortcut }: Change): ThreadSummary {
  if (shortcut === "read" || shortcut === "unread") return { ...thread, unread: shortcut === "unread" };
  if (shortcut === "archive") {
    return { ...thread, labels: thread.labels.filter((label) => label !== "INBOX") };
  }
  return shortcut === "inbox" ? { ...thread, labels: [...thread.labels, "INBOX"] } : thread;
}

/** The list with a thread in it again, where its date puts it. */
export function withThread(list: ThreadList, thread: ThreadSummary): ThreadList {
  if (list.pages.some(({ items }) => items.some((one) => isSame(one, thread)))) return list;
  const isLater = (one: ThreadSummary) => Date.parse(one.last_at) < Date.parse(thread.last_at);
  const found = list.pages.findIndex(({ items }) => items.some(isLater));
  const at = found < 0 ? list.pages.length - 1 : found;
  return {
    ...list,
    pages: list.pages.map((page, index) => {
      if (index !== at) return page;
      const before = found < 0 ? page.items.length : page.items.findIndex(isLater);
      return { ...page, items: page.items.toSpliced(before, 0, thread) };
    }),
  };
}
