"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { useEffect } from "react";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { ThreadRow } from "@/components/mail/thread-row";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { Segments } from "@/components/ui/segments";
import { useChoice } from "@/hooks/use-param";
import { InteractionRow } from "./interaction-row";

const VIEWS = [
  ["threads", "Threads"],
  ["messages", "Messages"],
] as const;

const useView = () => useChoice("view", ["threads", "messages"]);
const threadsOf = (id: string) => queries.threads({ contact_id: id }, 25);

/** Asks for it, when it `isWanted`, before its place is known. */
export function useCorrespondence(id: string, isWanted: boolean) {
  const client = useQueryClient();
  const [view] = useView();
  useEffect(() => {
    if (!isWanted) return;
    if (view === "threads") void client.prefetchInfiniteQuery(threadsOf(id));
    else void client.prefetchInfiniteQuery(queries.interactions(id));
  }, [client, id, view, isWanted]);
}

/** What was said, by thread or message by message. */
export function Correspondence({ contact }: { contact: Contact }) {
  const [view, setView] = useView();
  return (
    <section aria-label="Correspondence">
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 className="font-serif text-xl tracking-tight">Correspondence</h2>
        <Segments label="Show" value={view} options={VIEWS} onChange={setView} />
      </div>
      {view === "threads" ? <Threads id={contact.id} /> : <Messages id={contact.id} />}
    </section>
  );
}

const NOTHING = (
  <Empty icon={Mail} title="No mail">
    There is no mail with this person in any of your mailboxes.
  </Empty>
);

function Threads({ id }: { id: string }) {
  const threads = useInfiniteQuery(threadsOf(id));
  return (
    <Endless
      query={threads}
      label="Threads"
      rows={5}
      row={(thread) => <ThreadRow key={thread.mailbox_id + thread.id} thread={thread} />}
      empty={NOTHING}
    />
  );
}

function Messages({ id }: { id: string }) {
  const interactions = useInfiniteQuery(queries.interactions(id));
  return (
    <Endless
      query={interactions}
      label="Messages"
      rows={5}
      row={(one) => <InteractionRow key={one.message_id + one.role} interaction={one} />}
      empty={NOTHING}
    />
  );
}
