"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import * as queries from "@/api/queries";
import type { Thread } from "@/api/types";
import { useGranted } from "@/components/sending/allow";
import { Missing, Unavailable } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { SetbackNote } from "@/components/ui/setback-note";
import { PageSkeleton } from "@/components/ui/skeleton";
import { useListOf } from "@/hooks/mail/use-list-of";
import { useReadMark } from "@/hooks/mail/use-read-mark";
import { CardsOnPage, useCards } from "@/hooks/people/use-cards";
import { useKeys } from "@/hooks/use-keys";
import { usePainted } from "@/hooks/use-painted";
import { useParam } from "@/hooks/use-param";
import { usePart } from "@/hooks/use-part";
import { dateOnly, plural } from "@/lib/format";
import { isWritable } from "@/lib/gmail/mailbox-state";
import { may } from "@/lib/gmail/rights";
import { listUrl } from "@/lib/mail/addresses";
import { step } from "@/lib/rows";
import { LabelChips } from "./label-chips";
import { Messages } from "./messages";
import { ThreadActions } from "./thread-actions";
import { ThreadPeople } from "./thread-people";

const loadReply = () => import("./reply"); // one reads before one writes

/** One conversation: the one that the address names, at the message that it names. */
export function ThreadPage() {
  const [mailbox] = useParam("mailbox");
  const [id] = useParam("id");
  const [message] = useParam("message");
  const [place] = useParam("place");
  return <Conversation key={`${mailbox} ${id} ${message} ${place}`} mailbox={mailbox} id={id} />;
}

function Conversation({ mailbox, id }: { mailbox: string; id: string }) {
  const up = { href: listUrl(useListOf().list), label: "Mail" };
  const query = useInfiniteQuery({ ...queries.thread(mailbox, id), enabled: mailbox !== "" && id !== "" });
  const mailboxes = useQuery(queries.mailboxes);
  const thread = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  const box = mailboxes.data?.items.find((one) => one.id === mailbox);
  const writable = box && isWritable(box);
  const isPainted = usePainted(thread !== undefined);
  const reply = usePart(loadReply, isPainted);
  const people = useMemo(() => (thread ? peopleOf(thread) : []), [thread]);
  const cards = useCards(people);
  useReadMark(thread, Boolean(box && writable && may(box, "modify")));
  useGranted();
  useKeys([
    {
      keys: ["n", "p"],
      what: "Next and previous message",
      moves: true,
      run: (key) => step(key === "n" ? 1 : -1, "main ol"),
    },
  ]);
  useTitle(thread?.subject || "Thread");

  if (!mailbox || !id) return <Missing what="thread" list={up} />;
  if (!thread) {
    if (query.isPending || query.data) return <PageSkeleton />;
    return <Unavailable what="thread" list={up} error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <CardsOnPage value={cards}>
      <article className="max-w-4xl">
        <div className="xl:hidden">
          <Back {...up} />
        </div>
        <h1 className="title">{thread.subject || "(no subject)"}</h1>
        <p className="mt-1.5 text-soft">
          {plural(thread.message_count, "message")}, {span(thread)}
        </p>
        <ThreadPeople people={people} lately={query.hasNextPage} />
        <p className="mt-2 flex flex-wrap gap-1.5 empty:hidden">
          <LabelChips mailboxId={thread.mailbox_id} labels={thread.labels} most={Infinity} linked />
        </p>
        <div className="mt-4 mb-6">{writable && <ThreadActions thread={thread} />}</div>
        <SetbackNote />
        <Messages
          thread={thread}
          earlier={query.hasNextPage}
          fetching={query.isFetchingNextPage}
          onEarlier={query.fetchNextPage}
        />
        {writable && reply && <reply.Reply thread={thread} />}
      </article>
    </CardsOnPage>
  );
}

/** Whoever is named anywhere in it: those of the newest mail first. */
function peopleOf({ messages, participants }: Thread) {
  const named = messages
    .toReversed()
    .flatMap(({ sender, recipients }) => [...(sender ? [sender] : []), ...recipients]);
  return [...named, ...participants];
}

function span({ first_at, last_at }: Thread) {
  const [first, last] = [dateOnly(first_at), dateOnly(last_at)];
  return first === last ? first : `${first} to ${last}`;
}
