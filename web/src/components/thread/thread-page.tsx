"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import { Fragment, useEffect, useState } from "react";
import * as queries from "@/api/queries";
import type { Thread } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Missing } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { SetbackNote } from "@/components/ui/setback-note";
import { PageSkeleton } from "@/components/ui/skeleton";
import { useGranted } from "@/components/write/allow";
import { useParam } from "@/hooks/use-param";
import { dateOnly, plural } from "@/lib/format";
import { isWritable } from "@/lib/mailbox-state";
import { MessageCard } from "./message-card";
import { Reply } from "./reply";
import { ThreadActions } from "./thread-actions";

/** One conversation. */
export function ThreadPage() {
  const [mailbox] = useParam("mailbox");
  const [id] = useParam("id");
  const query = useQuery({ ...queries.thread(mailbox, id), enabled: mailbox !== "" && id !== "" });
  const mailboxes = useQuery(queries.mailboxes);
  const thread = query.data;
  const writable = mailboxes.data?.items.some((box) => box.id === mailbox && isWritable(box));
  useGranted();
  useTitle(thread?.subject || "Thread");

  if (!mailbox || !id) return <Missing what="thread" list="/threads" />;
  if (query.isPending) return <PageSkeleton />;
  if (!thread) {
    return (
      <div className="max-w-4xl">
        <Back href="/threads" label="Mail" />
        <ProblemNote error={query.error} onRetry={() => query.refetch()} />
      </div>
    );
  }
  return (
    <article className="max-w-4xl">
      <Back href="/threads" label="Mail" />
      <h1 className="title">{thread.subject || "(no subject)"}</h1>
      <p className="mt-1.5 text-soft">
        {plural(thread.message_count, "message")}, {span(thread)}
      </p>
      <div className="mt-4 mb-6">{writable && <ThreadActions thread={thread} />}</div>
      <SetbackNote />
      <Messages thread={thread} />
      {writable && <Reply thread={thread} />}
    </article>
  );
}

const LONG = 6; // messages: a thread that is longer hides its middle

/** The newest is open, and the one that the address names; the others are a line each, or behind a button. */
function Messages({ thread }: { thread: Thread }) {
  const named = typeof window === "undefined" ? "" : window.location.hash.slice(1);
  const newest = thread.messages.at(-1)?.id;
  const [whole, setWhole] = useState(thread.messages.length <= LONG || named !== "");
  const shown = whole ? thread.messages : [...thread.messages.slice(0, 1), ...thread.messages.slice(-2)];
  useEffect(() => {
    if (named) document.getElementById(named)?.scrollIntoView();
  }, [named]);
  return (
    <ol className="space-y-3">
      {shown.map((message, index) => (
        <Fragment key={message.id}>
          <MessageCard message={message} initiallyOpen={[named, newest].includes(message.id)} />
          {index === 0 && !whole && (
            <li className="flex justify-center">
              <Button kind="quiet" small onClick={() => setWhole(true)}>
                <ChevronsUpDown aria-hidden className="size-4" />
                {plural(thread.messages.length - shown.length, "message")} in between
              </Button>
            </li>
          )}
        </Fragment>
      ))}
    </ol>
  );
}

function span({ first_at, last_at }: Thread) {
  const [first, last] = [dateOnly(first_at), dateOnly(last_at)];
  return first === last ? first : `${first} to ${last}`;
}
