"use client";

import { Archive, Inbox, Mail, MailOpen, Trash2, Undo2 } from "lucide-react";
import type { Shortcut, Thread } from "@/api/types";
import { Allow } from "@/components/sending/allow";
import { Button } from "@/components/ui/button";
import { filterOf, LIST_PART, useList } from "@/hooks/mail/use-list";
import { useUndoableChange } from "@/hooks/mail/use-undoable-change";
import { type Key, useKeys } from "@/hooks/use-keys";
import { threadAt } from "@/lib/mail/addresses";
import { isSame, KEY_OF, leaves } from "@/lib/mail/changes";
import { focusedRow } from "@/lib/rows";

type Action = [shortcut: Shortcut, label: string, icon: typeof Mail];

/** Archive, trash, read and unread, each with a way back. What the thread shows changes once it is true. */
export function ThreadActions({ thread }: { thread: Thread }) {
  const { change, notAllowed } = useUndoableChange();
  const { list, beside, open } = useList();
  const trashed = thread.labels.includes("TRASH"); // of all of it: else they are those of the mail that is not
  const actions: Action[] = [
    thread.labels.includes("INBOX") ? ["archive", "Archive", Archive] : ["inbox", "Move to the inbox", Inbox],
    trashed ? ["untrash", "Take out of the trash", Undo2] : ["trash", "Trash", Trash2],
    thread.unread ? ["read", "Mark as read", MailOpen] : ["unread", "Mark as unread", Mail],
  ];

  /** A thread that has left its list leaves the page too; for who goes through a list with keys, so does any. */
  function act(shortcut: Shortcut, goOn = leaves(shortcut, filterOf(list).label)) {
    if (change.isPending && change.variables.shortcut === shortcut) return;
    const next = goOn && Promise.all([beside(thread, 1), beside(thread, -1)]);
    const onAccepted = () => next && void next.then(([after, before]) => open(after ?? before));
    change.mutate({ threads: [thread], shortcut, onAccepted });
  }
  /** The row that has the focus is meant before what is open. */
  function isMeant() {
    const row = focusedRow(LIST_PART);
    const other = row && threadAt(row.href);
    return !other || isSame(other, thread);
  }
  useKeys(
    actions.flatMap(([shortcut, what]): Key[] => {
      const key = KEY_OF[shortcut];
      const isGone = shortcut === "archive" || shortcut === "trash";
      return key ? [{ keys: [key], what, run: () => isMeant() && act(shortcut, isGone) }] : [];
    }),
  );
  return (
    <>
      <fieldset aria-label="What to do with this thread" className="flex flex-wrap gap-2">
        {actions.map(([shortcut, label, Icon]) => (
          <Button key={shortcut} small disabled={change.isPending} onClick={() => act(shortcut)}>
            <Icon
              aria-hidden
              className={`size-3.5 ${change.isPending && change.variables.shortcut === shortcut ? "animate-pulse" : ""}`}
            />
            {label}
          </Button>
        ))}
      </fieldset>
      {notAllowed && (
        <div className="mt-3">
          <Allow mailboxId={notAllowed} right="modify" />
        </div>
      )}
    </>
  );
}
