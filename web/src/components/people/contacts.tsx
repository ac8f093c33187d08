"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { SearchX, UserPlus, Users } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import * as queries from "@/api/queries";
import { useGranted } from "@/components/sending/allow";
import { Button, buttonStyle } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { ListTools } from "@/components/ui/list-tools";
import { PageHead } from "@/components/ui/page-head";
import { SearchField } from "@/components/ui/search-field";
import { Segments } from "@/components/ui/segments";
import { SelectButton, SelectionBar } from "@/components/ui/selection-bar";
import { SetbackNote } from "@/components/ui/setback-note";
import { useDebounced } from "@/hooks/use-debounced";
import { useChoice, useParam } from "@/hooks/use-param";
import { usePart } from "@/hooks/use-part";
import { useSelection } from "@/hooks/use-selection";
import { plural } from "@/lib/format";
import { ContactRow } from "./contact-row";
import { ComposeToSeveral, PeopleActions } from "./selected-people";
import { HIDDEN, WhichPeople } from "./which-people";

const loadForm = () => import("./new-person");
const KINDS = [
  ["person", "People"],
  ["automated", "Automated"],
  ["list", "Lists"],
] as const;
const SORTS = [
  ["strength", "Strength"],
  ["recent", "Recent"],
  ["name", "Name"],
] as const;

/** `duplicates`: how many pairs there are to look through, once that is known. */
export const ContactsHead = ({ duplicates = 0, onAdd }: { duplicates?: number; onAdd?: () => void }) => (
  <PageHead
    title="People"
    action={
      <div className="flex w-full flex-wrap items-center justify-between gap-x-5 gap-y-2 sm:w-auto">
        {/* Its line is there from the start, so that nothing moves. */}
        <p className="min-h-6 text-sm">
          {duplicates > 0 && (
            <Link href="/review" prefetch={false} className="rounded text-accent hover:underline">
              {plural(duplicates, "possible duplicate")}
            </Link>
          )}
        </p>
        <Button onClick={onAdd}>
          <UserPlus aria-hidden className="size-4" />
          Add a person
        </Button>
      </div>
    }
  >
    Everybody you have exchanged mail with, or wrote down.
  </PageHead>
);

/** Everybody, with search. */
export function Contacts() {
  const [asked, setAsked] = useParam("q");
  const [text, setText] = useState(asked);
  const [kind, setKind] = useChoice("kind", ["person", "automated", "list"]);
  const [sort, setSort] = useChoice("sort", ["strength", "recent", "name"]);
  const [list, setList] = useParam("list");
  const q = useDebounced(text.trim());
  const contacts = useInfiniteQuery({
    ...queries.contacts({
      q: q || undefined,
      kind,
      sort,
      ...(list === HIDDEN ? { hidden: true } : { list_id: list || undefined }),
    }),
    placeholderData: (before) => before,
  });
  const duplicates = useQuery(queries.suggestionCount);
  useEffect(() => setAsked(q), [q, setAsked]);
  const [adding, setAdding] = useState(false);
  const form = usePart(loadForm, adding);
  useGranted();
  const loaded = contacts.data?.pages.flatMap((page) => page.items) ?? [];
  const selection = useSelection(loaded, (contact) => contact.id, `${kind} ${sort} ${q} ${list}`);
  return (
    <div className="max-w-4xl">
      <ContactsHead duplicates={duplicates.data} onAdd={() => setAdding(true)} />
      {adding && form && <form.NewPerson onClose={() => setAdding(false)} />}
      <SetbackNote />
      <ComposeToSeveral />
      <ListTools
        selecting={selection.active}
        search={
          <>
            <SearchField
              value={text}
              onChange={setText}
              label="Search people"
              placeholder="A name, an address, a note, a phone"
            />
            <SelectButton selection={selection} many="people" />
          </>
        }
        bar={
          <SelectionBar selection={selection} nouns={["person", "people"]} crowded>
            <PeopleActions people={selection.items} list={list} onDone={() => selection.clear("after")} />
          </SelectionBar>
        }
      >
        <WhichPeople value={list} onChange={setList} q={q} />
        <Segments label="Kind" value={kind} options={KINDS} onChange={setKind} />
        <Segments label="Sort by" value={sort} options={SORTS} onChange={setSort} />
        <Link
          href="/patterns"
          prefetch={false}
          className="rounded text-sm whitespace-nowrap text-accent hover:underline"
        >
          Who is new, who drifts away
        </Link>
      </ListTools>
      <div aria-busy={contacts.isPlaceholderData} className={contacts.isPlaceholderData ? "opacity-60" : ""}>
        <Endless
          query={contacts}
          label="People"
          row={(contact) => <ContactRow key={contact.id} contact={contact} select={selection.row(contact)} />}
          empty={
            q ? <Nobody q={q} /> : list ? <NobodyThere hidden={list === HIDDEN} /> : <Nothing kind={kind} />
          }
        />
      </div>
    </div>
  );
}

function Nobody({ q }: { q: string }) {
  return (
    <Empty icon={SearchX} title={`Nobody matches “${q}”`}>
      A part of a name, of an address, of a company or of a title is enough; of a note it takes a whole word,
      of a phone the whole number. The other kinds may know more.
    </Empty>
  );
}

function NobodyThere({ hidden }: { hidden: boolean }) {
  return (
    <Empty icon={Users} title={hidden ? "Nobody is hidden" : "Nobody is in this list"}>
      {hidden
        ? "Whom you hide is left out of lists, searches and your phone's address book, and stands here."
        : "Select people among everybody, and add them to it."}
    </Empty>
  );
}

function Nothing({ kind }: { kind: string }) {
  if (kind !== "person") {
    return (
      <Empty icon={Users} title={kind === "list" ? "No mailing lists" : "No automated senders"}>
        Kith keeps them apart from people.
      </Empty>
    );
  }
  return (
    <Empty
      icon={Users}
      title="Nobody yet"
      action={
        <Link href="/mailboxes" className={buttonStyle("primary")}>
          Go to mailboxes
        </Link>
      }
    >
      Connect a mailbox or import a file; people appear while it is being copied. Or add somebody by hand.
    </Empty>
  );
}
