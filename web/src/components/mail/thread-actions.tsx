"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, Mail, MailOpen, Trash2, Undo2 } from "lucide-react";
import { changeThread } from "@/api/thread-change";
import type { Shortcut, Thread } from "@/api/types";
import { Allow, isNotAllowed } from "@/components/sending/allow";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";

/** Archive, trash, read and unread. What is shown changes once it is true. */
export function ThreadActions({ thread }: { thread: Thread }) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const change = useMutation({
    mutationFn: (shortcut: Shortcut) => changeThread(thread, shortcut),
    onError: (error) => !isNotAllowed(error) && onError(error),
    onSettled: async () => {
      void client.invalidateQueries({ queryKey: ["threads"] });
      await client.invalidateQueries({ queryKey: ["thread", thread.mailbox_id, thread.id] });
    },
  });
  const has = (label: string) => thread.messages.some((message) => message.labels.includes(label));
  const trashed = thread.messages.every((message) => message.labels.includes("TRASH"));
  const actions: [Shortcut, string, typeof Mail][] = [
    ...(has("INBOX") ? [["archive", "Archive", Archive] as [Shortcut, string, typeof Mail]] : []),
    trashed ? ["untrash", "Take out of the trash", Undo2] : ["trash", "Trash", Trash2],
    has("UNREAD") ? ["read", "Mark as read", MailOpen] : ["unread", "Mark as unread", Mail],
  ];
  return (
    <>
      <fieldset aria-label="What to do with this thread" className="flex flex-wrap gap-2">
        {actions.map(([shortcut, label, Icon]) => (
          <Button key={shortcut} small disabled={change.isPending} onClick={() => change.mutate(shortcut)}>
            <Icon
              aria-hidden
              className={`size-3.5 ${change.isPending && change.variables === shortcut ? "animate-pulse" : ""}`}
            />
            {label}
          </Button>
        ))}
      </fieldset>
      {isNotAllowed(change.error) && (
        <div className="mt-3">
          <Allow mailboxId={thread.mailbox_id} right="modify" />
        </div>
      )}
    </>
  );
}
