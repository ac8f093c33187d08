"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import * as queries from "@/api/queries";
import { ThreadRow } from "@/components/mail/thread-row";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";

/** The newest threads. */
export function RecentThreads() {
  const threads = useInfiniteQuery(queries.threads({}, 6));
  return (
    <Endless
      query={{ ...threads, hasNextPage: false } as typeof threads}
      label="Recent mail"
      rows={6}
      row={(thread) => <ThreadRow key={thread.mailbox_id + thread.id} thread={thread} />}
      empty={
        <Empty icon={Mail} title="No mail yet">
          The newest messages are copied first; they will be here in a moment.
        </Empty>
      }
    />
  );
}
