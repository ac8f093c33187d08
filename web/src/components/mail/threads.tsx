"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import * as queries from "@/api/queries";
import { buttonStyle } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { ListTools } from "@/components/ui/list-tools";
import { PageHead } from "@/components/ui/page-head";
import { SearchField } from "@/components/ui/search-field";
import { Segments } from "@/components/ui/segments";
import { SelectButton } from "@/components/ui/selection-bar";
import { useThreads } from "@/hooks/mail/use-threads";
import { useDebounced } from "@/hooks/use-debounced";
import { useParam } from "@/hooks/use-param";
import { useSelection } from "@/hooks/use-selection";
import { LabelChoice } from "./label-choice";
import { MailboxChoice } from "./mailbox-choice";
import { MessageRow } from "./message-row";
import { SelectedThreads } from "./selected-threads";
import { ThreadRow } from "./thread-row";

const LABELS: [string, string][] = [
  ["all", "All"],
  ["INBOX", "Inbox"],
  ["SENT", "Sent"],
  ["STARRED", "Starred"],
];

/** Mail by thread, or the messages that a search finds. */
export function Threads() {
  const [asked, setAsked] = useParam("q");
  const [text, setText] = useState(asked);
  const q = useDebounced(text.trim(), 300);
  useEffect(() => setAsked(q), [q, setAsked]);
  return (
    <div className="max-w-4xl">
      <PageHead title="Mail">
        Every message that Kith has copied: encrypted on disk, searchable here.
      </PageHead>
      <div className="mb-4">
        <SearchField
          value={text}
          onChange={setText}
          label="Search mail"
          placeholder="Words, “a phrase”, label:travel, in:trash"
        />
      </div>
      {q ? <Found q={q} /> : <List />}
    </div>
  );
}

function List() {
  const [label, setLabel] = useParam("label", "all");
  const [mailbox, setMailbox] = useParam("mailbox");
  const threads = useThreads({
    label: label === "all" ? undefined : label,
    mailbox_id: mailbox || undefined,
  });
  const loaded = threads.data?.pages.flatMap((page) => page.items) ?? [];
  const selection = useSelection(loaded, (thread) => thread.mailbox_id + thread.id, `${label} ${mailbox}`);
  return (
    <>
      <ListTools selecting={selection.active} bar={<SelectedThreads selection={selection} />}>
        <Segments label="Label" value={label} options={LABELS} onChange={setLabel} />
        <LabelChoice value={label} onChange={(chosen) => setLabel(chosen || "all")} />
        <MailboxChoice value={mailbox} onChange={setMailbox} />
        <SelectButton selection={selection} many="threads" />
      </ListTools>
      <Endless
        query={threads}
        label="Threads"
        row={(thread) => (
          <ThreadRow key={thread.mailbox_id + thread.id} thread={thread} select={selection.row(thread)} />
        )}
        empty={label === "all" ? <Nothing /> : <Empty icon={Inbox} title="Nothing under this label" />}
      />
    </>
  );
}

function Found({ q }: { q: string }) {
  const found = useInfiniteQuery({ ...queries.search(q), placeholderData: (before) => before });
  return (
    <div aria-busy={found.isPlaceholderData} className={found.isPlaceholderData ? "opacity-60" : ""}>
      <Endless
        query={found}
        label="Messages found"
        row={(message) => <MessageRow key={message.id} message={message} />}
        empty={
          <Empty icon={SearchX} title={`No message matches “${q}”`}>
            Every word must occur, in any of its forms. Spam, trash and drafts are looked through with
            in:anywhere.
          </Empty>
        }
      />
    </div>
  );
}

function Nothing() {
  return (
    <Empty
      icon={Inbox}
      title="No mail yet"
      action={
        <Link href="/mailboxes" className={buttonStyle("primary")}>
          Go to mailboxes
        </Link>
      }
    >
      Connect a mailbox or import a file; the newest mail comes first.
    </Empty>
  );
}
