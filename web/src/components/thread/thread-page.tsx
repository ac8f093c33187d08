"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import * as queries from "@/api/queries";
import type { Thread } from "@/api/types";
import { Missing } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { ProblemNote } from "@/components/ui/problem-note";
import { PageSkeleton } from "@/components/ui/skeleton";
import { useParam } from "@/hooks/use-param";
import { dateOnly, plural } from "@/lib/format";
import { MessageCard } from "./message-card";

/** One conversation. */
export function ThreadPage() {
  const [mailbox] = useParam("mailbox");
  const [id] = useParam("id");
  const query = useQuery({ ...queries.thread(mailbox, id), enabled: mailbox !== "" && id !== "" });
  const thread = query.data;
  useTitle(thread?.subject || "Thread");

  if (!mailbox || !id) return <Missing what="thread" list="/threads" />;
  if (query.isPending) return <PageSkeleton />;
  if (!thread) return <ProblemNote error={query.error} onRetry={() => query.refetch()} />;
  return (
    <article className="max-w-4xl">
      <Back href="/threads" label="Mail" />
      <h1 className="title">{thread.subject || "(no subject)"}</h1>
      <p className="mt-1.5 mb-7 text-soft">
        {plural(thread.message_count, "message")}, {span(thread)}
      </p>
      <Messages thread={thread} />
    </article>
  );
}

/** The newest is open, and the one that the address names; the others are a line each. */
function Messages({ thread }: { thread: Thread }) {
  const named = typeof window === "undefined" ? "" : window.location.hash.slice(1);
  const newest = thread.messages.at(-1)?.id;
  useEffect(() => {
    if (named) document.getElementById(named)?.scrollIntoView();
  }, [named]);
  return (
    <ol className="space-y-3">
      {thread.messages.map((message) => (
        <MessageCard
          key={message.id}
          message={message}
          initiallyOpen={[named, newest].includes(message.id)}
        />
      ))}
    </ol>
  );
}

function span({ first_at, last_at }: Thread) {
  const [first, last] = [dateOnly(first_at), dateOnly(last_at)];
  return first === last ? first : `${first} to ${last}`;
}
