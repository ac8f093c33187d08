"use client";

import { useQuery } from "@tanstack/react-query";
import { Archive, Inbox, type LucideIcon, Mail, MailOpen, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import * as queries from "@/api/queries";
import type { Shortcut } from "@/api/types";
import { Allow } from "@/components/sending/allow";
import { useToast } from "@/components/shell/toasts";
import { SelectionAction, SelectionBar } from "@/components/ui/selection-bar";
import { useUndoableChange } from "@/hooks/mail/use-undoable-change";
import { type Key, useKeys } from "@/hooks/use-keys";
import type { Selection } from "@/hooks/use-selection";
import { plural } from "@/lib/format";
import { isWritable } from "@/lib/gmail/mailbox-state";
import { may } from "@/lib/gmail/rights";
import { type Changeable, KEY_OF } from "@/lib/mail/changes";

type Action = {
  shortcut: Shortcut;
  label: string;
  icon: LucideIcon;
  changes: (thread: Changeable) => boolean;
};

const has = (label: string) => (thread: Changeable) => thread.labels.includes(label);
const lacks = (label: string) => (thread: Changeable) => !thread.labels.includes(label);

/** The first of each pair that changes any of them is offered: what is undone is then what was done. */
const ACTIONS: Action[][] = [
  [
    { shortcut: "archive", label: "Archive", icon: Archive, changes: has("INBOX") },
    { shortcut: "inbox", label: "Move to the inbox", icon: Inbox, changes: lacks("INBOX") },
  ],
  [
    { shortcut: "trash", label: "Trash", icon: Trash2, changes: lacks("TRASH") },
    { shortcut: "untrash", label: "Take out of the trash", icon: Undo2, changes: has("TRASH") },
  ],
  [{ shortcut: "read", label: "Mark as read", icon: MailOpen, changes: ({ unread }) => unread }],
  [{ shortcut: "unread", label: "Mark as unread", icon: Mail, changes: ({ unread }) => !unread }],
];

/** What can be done with several threads at once, as far as their mailboxes allow it. */
export function SelectedThreads({ selection }: { selection: Selection<Changeable> }) {
  const say = useToast();
  const boxes = useQuery(queries.mailboxes).data?.items ?? [];
  const { change, notAllowed } = useUndoableChange();
  const [asking, setAsking] = useState<string>();
  const act = ({ shortcut, changes }: Action) => {
    const wanted = selection.items.filter(changes);
    const allowed = boxes.filter((box) => isWritable(box) && may(box, "modify")).map(({ id }) => id);
    const threads = wanted.filter((thread) => allowed.includes(thread.mailbox_id));
    const stay = wanted.length - threads.length;
    const why =
      stay === 1 ? STAYS : `${plural(stay, "thread")} are in mailboxes that Kith may only read, and stay.`;
    if (threads.length > 0) {
      change.mutate({ threads, shortcut, detail: stay > 0 ? why : undefined });
      selection.clear("after");
      return;
    }
    const box = boxes.find((one) => isWritable(one) && wanted.some((thread) => thread.mailbox_id === one.id));
    if (box) setAsking(box.id);
    else say({ title: "Nothing changed", detail: why, bad: true });
  };
  const offered = ACTIONS.flatMap((pair) => pair.find(({ changes }) => selection.items.some(changes)) ?? []);
  useKeys(
    offered.flatMap((action): Key[] => {
      const key = KEY_OF[action.shortcut];
      return key ? [{ keys: [key], what: action.label, first: true, run: () => act(action) }] : [];
    }),
  );
  const ask = selection.active ? (notAllowed ?? asking) : notAllowed;
  return (
    <>
      <SelectionBar selection={selection} nouns={["thread", "threads"]}>
        {offered.map((action) => (
          <SelectionAction
            key={action.shortcut}
            icon={action.icon}
            label={action.label}
            onClick={() => act(action)}
          />
        ))}
      </SelectionBar>
      {ask && (
        <div className="w-full">
          <Allow mailboxId={ask} right="modify" />
        </div>
      )}
    </>
  );
}

const STAYS = "1 thread is in a mailbox that Kith may only read, and stays.";
