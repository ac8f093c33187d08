"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { changeThread } from "@/api/thread-change";
import type { Message, Page, Thread, ThreadSummary } from "@/api/types";

/**
 * Who reads a thread has read it: at Gmail, where Kith may say so, and on the page at once. Mail is marked once while it is
 * open, so that "Mark as unread" holds. Where Gmail does not do it, the page shows again what is so.
 */
export function useReadMark(thread: Thread | undefined, allowed: boolean) {
  const client = useQueryClient();
  const seen = useRef(new Set<string>());
  useEffect(() => {
    if (!allowed || !thread) return;
    const opened = seen.current.size === 0; // earlier messages than those that have come may be unread, too
    const fresh = thread.messages.filter(({ id }) => !seen.current.has(id));
    for (const { id } of fresh) seen.current.add(id);
    if (!fresh.some(isUnread) && !(opened && thread.unread)) return;
    client.setQueriesData<InfiniteData<Thread>>(
      { queryKey: ["thread", thread.mailbox_id, thread.id] },
      (data) => data && { ...data, pages: data.pages.map(asRead) },
    );
    client.setQueriesData<InfiniteData<Page<ThreadSummary>>>(
      { queryKey: ["threads"] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((one) =>
              one.id === thread.id && one.mailbox_id === thread.mailbox_id ? { ...one, unread: false } : one,
            ),
          })),
        },
    );
    changeThread(thread, "read").catch(() => {
      void client.invalidateQueries({ queryKey: ["threads"] });
      void client.invalidateQueries({ queryKey: ["thread", thread.mailbox_id, thread.id] });
    });
  }, [allowed, thread, client]);
}

const isUnread = (message: Message) => message.labels.includes("UNREAD");

function asRead(thread: Thread): Thread {
  const messages = thread.messages.map((message) => ({
    ...message,
    labels: message.labels.filter((label) => label !== "UNREAD"),
  }));
  return { ...thread, unread: false, messages };
}
