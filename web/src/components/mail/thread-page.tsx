"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import type { Thread } from "@/api/types";
import { useGranted } from "@/components/sending/allow";
import { Missing, Unavailable } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { SetbackNote } from "@/components/ui/setback-note";
import { PageSkeleton } from "@/components/ui/skeleton";
import { useParam } from "@/hooks/use-param";
import { dateOnly, plural } from "@/lib/format";
import { isWritable } from "@/lib/gmail/mailbox-state";
import { Messages } from "./messages";
import { Reply } from "./reply";
import { ThreadActions } from "./thread-actions";

const LIST = { href: "/threads", label: "Mail" };

/** One conversation. */
export function ThreadPage() {
  const [mailbox] = useParam("mailbox");
  const [id] = useParam("id");
  const query = useInfiniteQuery({ ...queries.thread(mailbox, id), enabled: mailbox !== "" && id !== "" });
  const mailboxes = useQuery(queries.mailboxes);
  const thread = query.data;
  const writable = mailboxes.data?.items.some((box) => box.id === mailbox && isWritable(box));
  useGranted();
  useTitle(thread?.subject || "Thread");

  if (!mailbox || !id) return <Missing what="thread" list={LIST} />;
  if (query.isPending) return <PageSkeleton />;
  if (!thread) {
    return <Unavailable what="thread" list={LIST} error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <article className="max-w-4xl">
      <Back {...LIST} />
      <h1 className="title">{thread.subject || "(no subject)"}</h1>
      <p className="mt-1.5 text-soft">
        {plural(thread.message_count, "message")}, {span(thread)}
      </p>
      <div className="mt-4 mb-6">{writable && <ThreadActions thread={thread} />}</div>
      <SetbackNote />
      <Messages
        thread={thread}
        earlier={query.hasNextPage}
        fetching={query.isFetchingNextPage}
        onEarlier={() => void query.fetchNextPage()}
      />
      {writable && <Reply thread={thread} />}
    </article>
  );
}

function span({ first_at, last_at }: Thread) {
  const [first, last] = [dateOnly(first_at), dateOnly(last_at)];
  return first === last ? first : `${first} to ${last}`;
}
