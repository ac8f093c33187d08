"use client";

import { useQuery } from "@tanstack/react-query";
import { Building2, PenLine, UserPen } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { useGranted } from "@/components/sending/allow";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Missing, Unavailable } from "@/components/ui/missing";
import { Back, useTitle } from "@/components/ui/page-head";
import { SetbackNote } from "@/components/ui/setback-note";
import { PageSkeleton, RowsSkeleton } from "@/components/ui/skeleton";
import { useKnown } from "@/hooks/people/use-known";
import { useNear } from "@/hooks/use-near";
import { useParam } from "@/hooks/use-param";
import { usePart } from "@/hooks/use-part";
import { isWritable } from "@/lib/gmail/mailbox-state";
import { named } from "@/lib/sending/letter";
import { About } from "./about";
import { Correspondence, useCorrespondence } from "./correspondence";
import { Strength } from "./strength";
import { Timeline } from "./timeline";

const loadForm = () => import("./card-form");
const loadCompose = () => import("./compose");
const loadWhy = () => import("./why-close");
const LIST = { href: "/contacts", label: "People" };

/** One person: how close, since when, about what. */
export function ContactPage() {
  const [id, setId] = useParam("id");
  const query = useQuery({ ...queries.contact(id), enabled: id !== "" });
  const contact = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  // Whoever was merged with another is found under that one's id.
  const currentId = query.data?.id ?? id;
  useEffect(() => setId(currentId), [currentId, setId]);
  useGranted();
  useTitle(contact ? contact.name || contact.address : "Person");

  if (!id) return <Missing what="person" list={LIST} />;
  if (!contact) {
    if (query.isPending || query.data) return <PageSkeleton />;
    return <Unavailable what="person" list={LIST} error={query.error} onRetry={() => query.refetch()} />;
  }
  return <Person key={contact.id} contact={contact} />;
}

/**
 * Who they are and how close first; what stands beneath it when a reader comes there, together, once all of it has come:
 * nothing moves what is read.
 */
function Person({ contact }: { contact: Contact }) {
  const mailboxes = useQuery(queries.mailboxes);
  const [writing, setWriting] = useParam("write");
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const form = usePart(loadForm, editing);
  const compose = usePart(loadCompose, writing !== "");
  const why = usePart(loadWhy, asking);
  const beneath = useRef<HTMLDivElement>(null);
  const isNear = useNear(beneath);
  const isKnown = useDeferredValue(useKnown(contact, isNear));
  useCorrespondence(contact.id, isNear);
  const from = (mailboxes.data?.items ?? []).filter(isWritable);
  const name = contact.name || contact.address;
  return (
    <div className="max-w-4xl">
      <Back {...LIST} />
      <Head
        contact={contact}
        name={name}
        onEdit={() => setEditing(true)}
        onWrite={from.length > 0 && contact.address ? () => setWriting("1") : undefined}
      />
      <SetbackNote />
      {writing && from.length > 0 && compose && (
        <compose.Compose
          name={`contact:${contact.id}`}
          label={`Write to ${name}`}
          to={named(contact.name, contact.address)}
          from={from}
          onClose={() => setWriting("")}
        />
      )}
      <div className="mb-10 grid gap-5 md:grid-cols-[1fr_1.35fr]">
        <Strength contact={contact} onWhy={() => setAsking(true)} />
        <Timeline id={contact.id} name={(name.split(/[\s@]/)[0] ?? name).slice(0, 20)} />
      </div>
      {form && editing && <form.CardForm contact={contact} onClose={() => setEditing(false)} />}
      {why && asking && <why.WhyClose contact={contact} onClose={() => setAsking(false)} />}
      {isKnown ? (
        <>
          <About contact={contact} />
          <Correspondence contact={contact} />
        </>
      ) : (
        <div ref={beneath}>
          <RowsSkeleton rows={5} />
        </div>
      )}
    </div>
  );
}

type HeadProps = { contact: Contact; name: string; onEdit: () => void; onWrite?: () => void };

function Head({ contact, name, onEdit, onWrite }: HeadProps) {
  return (
    <header className="mb-8 flex flex-wrap items-center gap-4 sm:gap-6">
      <Avatar name={name} seed={contact.address} size={68} strength={contact.strength} />
      <div className="min-w-52 flex-1">
        <h1 className="title">{name}</h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-soft">
          {contact.address ? (
            <a href={`mailto:${contact.address}`} className="rounded hover:text-accent hover:underline">
              {contact.address}
            </a>
          ) : (
            <span>No mail address is known</span>
          )}
          {contact.title && <span>{contact.title}</span>}
          {contact.company && !contact.company_id && <span>{contact.company}</span>}
          {contact.company_id && (
            <Link
              href={`/company?id=${contact.company_id}`}
              prefetch={false}
              className="inline-flex items-center gap-1.5 rounded hover:text-accent hover:underline"
            >
              <Building2 aria-hidden className="size-4 text-faint" strokeWidth={1.6} />
              {contact.company}
            </Link>
          )}
          {contact.kind !== "person" && (
            <span className="rounded-full bg-sunken px-2.5 py-0.5 text-xs">
              {contact.kind === "list" ? "Mailing list" : "Automated sender"}
            </span>
          )}
        </p>
      </div>
      <Button kind="quiet" onClick={onEdit}>
        <UserPen aria-hidden className="size-4" />
        Edit
      </Button>
      {onWrite && contact.kind === "person" && (
        <Button onClick={onWrite}>
          <PenLine aria-hidden className="size-4" />
          Write
        </Button>
      )}
    </header>
  );
}
