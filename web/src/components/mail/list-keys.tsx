"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { mailboxes } from "@/api/queries";
import type { Shortcut, ThreadKey } from "@/api/types";
import { useToast } from "@/components/shell/toasts";
import { cameFrom } from "@/components/ui/page-head";
import { isPossible, LIST_PART, useList } from "@/hooks/mail/use-list";
import { useUndoableChange } from "@/hooks/mail/use-undoable-change";
import { type Key, useKeys } from "@/hooks/use-keys";
import { useWide } from "@/hooks/use-wide";
import { isWritable } from "@/lib/gmail/mailbox-state";
import { may } from "@/lib/gmail/rights";
import { listUrl, threadAt } from "@/lib/mail/addresses";
import { isSame, KEY_OF } from "@/lib/mail/changes";
import { focusedRow, rowOf, step } from "@/lib/rows";

const WHAT: [Shortcut, string][] = [
  ["archive", "Archive"],
  ["trash", "Move to the trash"],
  ["read", "Mark as read"],
  ["unread", "Mark as unread"],
];

/** The keys of a list of mail, and of a thread that was opened from one. */
export function ListKeys() {
  const router = useRouter();
  const say = useToast();
  const wide = useWide();
  const { list, entries, isOpen, beside, open } = useList();
  const { change } = useUndoableChange();
  const boxes = (useQuery(mailboxes).data?.items ?? []).filter(isWritable);
  const opened = () => (isOpen ? threadAt(window.location.href) : undefined);
  const focused = (): ThreadKey | undefined => {
    const link = focusedRow(LIST_PART);
    return link ? threadAt(link.href) : undefined;
  };

  function move(key: string) {
    if (key.startsWith("Arrow") && !focusedRow(LIST_PART)) return false; // the page scrolls
    const by = key === "j" || key === "ArrowDown" ? 1 : -1;
    const selecting = document.querySelector("[data-selecting]") !== null;
    if (selecting || (!wide && !isOpen)) return step(by, LIST_PART);
    return beside(focused() ?? opened(), by).then((next) => next && open(next));
  }
  function act(shortcut: Shortcut) {
    const thread = focused();
    const here = opened();
    if (!thread || (here && isSame(here, thread))) return false; // the thread itself knows better
    const entry = entries.find((one) => isSame(one, thread));
    const box = boxes.find(({ id }) => id === thread.mailbox_id);
    if (!entry || !box || !isPossible(entry, shortcut)) return;
    if (!may(box, "modify")) {
      say({
        title: "Kith may only read this mailbox so far",
        detail: "Open a thread of it, and change it there: Kith then asks for the right to.",
      });
      return;
    }
    if (shortcut === "archive" || shortcut === "trash") {
      const next = [beside(thread, 1), beside(thread, -1)];
      void Promise.all(next).then(([after, before]) => {
        const one = after ?? before;
        if (one) rowOf(LIST_PART, one.href)?.focus();
      });
    }
    change.mutate({ threads: [thread], shortcut });
  }
  function back() {
    if (cameFrom(listUrl(list))) router.back();
    else router.push(listUrl(list));
  }

  const keys: Key[] = [
    { keys: ["j", "ArrowDown"], what: "Next, older thread", moves: true, run: move },
    { keys: ["k", "ArrowUp"], what: "Previous, newer thread", moves: true, run: move },
  ];
  if (isOpen) keys.push({ keys: ["u"], what: "Back to the list", moves: true, run: back });
  if (boxes.length > 0) {
    for (const [shortcut, what] of WHAT) {
      keys.push({ keys: [KEY_OF[shortcut] ?? ""], what, run: () => act(shortcut) });
    }
  }
  useKeys(keys);
  return null;
}
