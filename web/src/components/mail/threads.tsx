"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import * as queries from "@/api/queries";
import { buttonStyle } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { ListTools } from "@/components/ui/list-tools";
import { PageHead, useTitle } from "@/components/ui/page-head";
import { SearchField } from "@/components/ui/search-field";
import { Segments } from "@/components/ui/segments";
import { SelectButton } from "@/components/ui/selection-bar";
import { filterOf } from "@/hooks/mail/use-list";
import { useListOf } from "@/hooks/mail/use-list-of";
import { useThreads } from "@/hooks/mail/use-threads";
import { useDebounced } from "@/hooks/use-debounced";
import { usePart } from "@/hooks/use-part";
import { type Selection, useSelection } from "@/hooks/use-selection";
import { type ListOf, listUrl, THREAD } from "@/lib/mail/addresses";
import { type Changeable, keyOf, threadOf, threadsOf } from "@/lib/mail/changes";
import { LabelChoice } from "./label-choice";
import { MailboxChoice } from "./mailbox-choice";
import { MessageRow } from "./message-row";
import { ThreadRow } from "./thread-row";

const loadSelected = () => import("./selected-threads"); // one looks before one selects

const LABELS: [string, string][] = [
  ["all", "All"],
  ["INBOX", "Inbox"],
  ["SENT", "Sent"],
  ["STARRED", "Starred"],
];

/** Mail by thread, or the messages that a search finds; `aside`, it scrolls beside what was opened from it. */
export function Threads({ aside = false }: { aside?: boolean }) {
  const { list, setQ } = useListOf();
  return (
    <div data-list className={aside ? "flex h-full flex-col" : "max-w-4xl"}>
      <div className={`mb-4 ${aside ? "px-5 pt-8" : ""}`}>
        <Title aside={aside} />
        <Search q={list.q} onChange={setQ} />
      </div>
      {list.q ? <Found list={list} aside={aside} /> : <List list={list} aside={aside} />}
    </div>
  );
}

/** The rows: beside a thread they scroll by themselves. */
function Rows({ aside, children }: { aside: boolean; children: ReactNode }) {
  if (!aside) return children;
  return (
    <div data-scroll className="min-h-0 flex-1 overflow-y-auto px-3 pb-8">
      {children}
    </div>
  );
}

/** Beside a thread that is open, the thread names the page. */
function Title({ aside }: { aside: boolean }) {
  const isOpen = usePathname() === THREAD;
  if (isOpen) return <h2 className="title mb-4">Mail</h2>;
  if (aside) return <Named />;
  return <ThreadsHead />;
}

export const ThreadsHead = () => (
  <PageHead title="Mail">Every message that Kith has copied: encrypted on disk, searchable here.</PageHead>
);

function Named() {
  useTitle("Mail");
  return <h1 className="title mb-4">Mail</h1>;
}

/** What is looked for follows what is written after a moment, and the address at once: Back, or a link. */
function Search({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(q);
  const [before, setBefore] = useState(q);
  if (q !== before) {
    setBefore(q);
    if (q !== text.trim()) setText(q);
  }
  const written = useDebounced(text.trim(), 300);
  useEffect(() => {
    if (written === text.trim() && written !== q) onChange(written);
  }, [written, text, q, onChange]);
  return (
    <SearchField
      value={text}
      onChange={setText}
      label="Search mail"
      placeholder="Words, “a phrase”, label:travel, in:trash"
    />
  );
}

type Props = { list: ListOf; aside: boolean };

function List({ list, aside }: Props) {
  const { setLabel, setMailbox } = useListOf();
  const threads = useThreads(filterOf(list));
  const boxes = useQuery(queries.mailboxes).data?.items;
  const isUnknown = list.mailbox !== "" && boxes?.every(({ id }) => id !== list.mailbox);
  const loaded = isUnknown ? [] : (threads.data?.pages.flatMap((page) => page.items) ?? []);
  const selection = useSelection(loaded, keyOf, `${list.label} ${list.mailbox}`);
  return (
    <>
      <div className={aside ? "px-5" : "contents"}>
        <ListTools selecting={selection.active} bar={<Selected selection={selection} />}>
          <Segments label="Label" value={list.label} options={LABELS} onChange={setLabel} />
          <LabelChoice value={list.label} onChange={(chosen) => setLabel(chosen || "all")} />
          <MailboxChoice value={list.mailbox} onChange={setMailbox} />
          <SelectButton selection={selection} many="threads" />
        </ListTools>
      </div>
      <Rows aside={aside}>
        {isUnknown ? (
          <UnknownMailbox href={listUrl({ ...list, mailbox: "" })} />
        ) : (
          <Endless
            query={threads}
            label="Threads"
            row={(thread) => (
              <ThreadRow key={keyOf(thread)} thread={thread} list={list} select={selection.row(thread)} />
            )}
            empty={
              list.label === "all" ? <Nothing /> : <Empty icon={Inbox} title="Nothing under this label" />
            }
          />
        )}
      </Rows>
    </>
  );
}

function Selected({ selection }: { selection: Selection<Changeable> }) {
  const part = usePart(loadSelected, selection.active);
  return part && <part.SelectedThreads selection={selection} />;
}

/** Messages, of which threads are selected: what one does, one does to all of a thread. */
function Found({ list, aside }: Props) {
  const found = useInfiniteQuery({ ...queries.search(list.q), placeholderData: (before) => before });
  const threads = useMemo(
    () => threadsOf(found.data?.pages.flatMap(({ items }) => items) ?? []),
    [found.data],
  );
  const selection = useSelection(threads, keyOf, list.q);
  return (
    <>
      <div className={aside ? "px-5" : "contents"}>
        <ListTools selecting={selection.active} bar={<Selected selection={selection} />}>
          <SelectButton selection={selection} many="threads" />
        </ListTools>
      </div>
      <Rows aside={aside}>
        <div aria-busy={found.isPlaceholderData} className={found.isPlaceholderData ? "opacity-60" : ""}>
          <Endless
            query={found}
            label="Messages found"
            row={(message) => (
              <MessageRow
                key={message.id}
                message={message}
                list={list}
                select={selection.row(threadOf(message))}
              />
            )}
            empty={
              <Empty icon={SearchX} title={`No message matches “${list.q}”`}>
                Every word must occur, in any of its forms. Spam, trash and drafts are looked through with
                in:anywhere.
              </Empty>
            }
          />
        </div>
      </Rows>
    </>
  );
}

function UnknownMailbox({ href }: { href: string }) {
  return (
    <Empty
      icon={Inbox}
      title="There is no such mailbox here"
      action={<Way href={href}>Show all mailboxes</Way>}
    >
      It may have been erased, the address may be mistyped, or it is somebody else’s.
    </Empty>
  );
}

function Nothing() {
  return (
    <Empty icon={Inbox} title="No mail yet" action={<Way href="/mailboxes">Go to mailboxes</Way>}>
      Connect a mailbox or import a file; the newest mail comes first.
    </Empty>
  );
}

function Way({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={buttonStyle("primary")}>
      {children}
    </Link>
  );
}
