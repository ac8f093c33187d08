"use client";

import { useQuery } from "@tanstack/react-query";
import { Copy, Eye, EyeOff, ListMinus, ListPlus, Merge, PenLine } from "lucide-react";
import { useState } from "react";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { useToast } from "@/components/shell/toasts";
import { SelectionAction } from "@/components/ui/selection-bar";
import { idsOf, useLists } from "@/hooks/people/use-lists";
import { useMembership } from "@/hooks/people/use-membership";
import { useKept } from "@/hooks/use-kept";
import { useParam } from "@/hooks/use-param";
import { usePart } from "@/hooks/use-part";
import { plural } from "@/lib/format";
import { isWritable } from "@/lib/gmail/mailbox-state";
import { changed, keptAs, type Letter, quoted } from "@/lib/sending/letter";
import { Compose } from "./compose";
import { HIDDEN } from "./which-people";

const LETTER = keptAs();
const loadForm = () => import("./list-form");
const MOST = 100; // recipients of a mail, as the API has it

/** What can be done with several people at once. */
export function PeopleActions({
  people,
  list,
  onDone,
}: {
  people: Contact[];
  list: string;
  onDone: () => void;
}) {
  const say = useToast();
  const from = useFrom();
  const [, keep] = useKept<Letter>(LETTER);
  const [, setWriting] = useParam("write");
  const written = people.map(({ name, address }) => quoted(name, address));
  const write = () => {
    if (from?.length === 0) return say(NOT_FROM_HERE);
    if (people.length > MOST) return say(tooMany(people.length));
    keep((before) => changed(before, { to: written, cc: undefined, bcc: undefined }));
    setWriting("1");
    window.scrollTo({ top: 0 });
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(written.join(", "));
      say({ title: `${plural(people.length, "address", "addresses")} copied` });
    } catch {
      say(NO_CLIPBOARD);
    }
  };
  const { merge } = useMembership();
  const { hide, put } = useLists();
  const lists = useQuery(queries.lists).data?.items;
  const kept = lists?.find(({ id, search }) => id === list && search === null);
  const [adding, setAdding] = useState(false);
  const form = usePart(loadForm, adding);
  // The one with the most mail keeps its place; a list that is sorted otherwise does not say who that is.
  const closestFirst = [...people].sort((one, other) => other.strength - one.strength);
  const some = people.length > 0;
  return (
    <>
      {people.every(({ kind }) => kind === "person") && (
        <SelectionAction icon={PenLine} label="Write" onClick={write} disabled={!some || !from} />
      )}
      <SelectionAction
        icon={Merge}
        label="Merge"
        onClick={() => merge.mutate(closestFirst, { onSuccess: onDone })}
        disabled={people.length < 2 || people.length > MOST || merge.isPending}
      />
      <SelectionAction icon={Copy} label="Copy addresses" onClick={copy} disabled={!some} />
      {kept ? (
        <SelectionAction
          icon={ListMinus}
          label="Take out"
          onClick={() => put.mutate({ ids: idsOf(people), to: false, list: kept }, { onSuccess: onDone })}
          disabled={!some || put.isPending}
        />
      ) : (
        <SelectionAction
          icon={ListPlus}
          label="Add to list"
          onClick={() => setAdding(true)}
          disabled={!some}
        />
      )}
      <SelectionAction
        icon={list === HIDDEN ? Eye : EyeOff}
        label={list === HIDDEN ? "Show" : "Hide"}
        onClick={() => hide.mutate({ ids: idsOf(people), to: list !== HIDDEN }, { onSuccess: onDone })}
        disabled={!some || hide.isPending}
      />
      {adding && form && <form.AddToList people={people} onClose={() => setAdding(false)} onDone={onDone} />}
    </>
  );
}

/** The mail to several, while it is written: it outlives a detour through Google's pages. */
export function ComposeToSeveral() {
  const [writing, setWriting] = useParam("write");
  const from = useFrom();
  if (!writing || !from?.length) return null;
  return <Compose name={LETTER} label="Write to several" from={from} onClose={() => setWriting("")} />;
}

/** The mailboxes that mail can go out from, once they are known. */
const useFrom = () => useQuery(queries.mailboxes).data?.items.filter(isWritable);

const NOT_FROM_HERE = {
  title: "No mailbox to write from",
  detail:
    "Only a Gmail mailbox can send, and none is connected. Copy the addresses, or connect one on Mailboxes.",
  bad: true,
};
const NO_CLIPBOARD = {
  title: "Not copied",
  detail: "The browser lets this page copy nothing: without https, none may.",
  bad: true,
};
const tooMany = (number: number) => ({
  title: `A mail goes to at most ${MOST} people`,
  detail: `${plural(number, "person", "people")} are selected.`,
  bad: true,
});
