"use client";

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import Link from "next/link";
import * as queries from "@/api/queries";
import type { Contact, Evidence, KnownValue } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { useVerdict, type Verdict, type VerdictMutation } from "@/hooks/people/use-verdict";
import { ALL, threadUrl } from "@/lib/mail/addresses";
import { labelled, told } from "@/lib/people/facts";
import { Value } from "./value";

const MOST = 5; // of those who say the same
const STANDINGS = {
  shown: "",
  outweighed: "Not shown: other word weighs more",
  rejected: "You said that it is wrong",
};

type Props = { contact: Contact; field: string; name: string; onClose: () => void };

/** Who says what of one field of somebody's card and where, and what a person thinks of it. */
export function Why({ contact, ...about }: Props) {
  const facts = useQuery(queries.facts(contact.id));
  return <WhyDialog facts={facts} verdict={useVerdict(contact.id)} {...about} />;
}

type DialogProps = Omit<Props, "contact"> & {
  facts: UseQueryResult<{ items: KnownValue[] }>;
  verdict: VerdictMutation;
};

/** The same of whatever has facts. */
export function WhyDialog({ facts, verdict, field, name, onClose }: DialogProps) {
  const values = facts.data?.items.filter((value) => value.field === field) ?? [];
  return (
    <Modal open wide title="Why do we think so?" onClose={onClose}>
      {facts.error && <ProblemNote error={facts.error} onRetry={() => facts.refetch()} />}
      <ul aria-label={name} className="mt-4 divide-y divide-line">
        {values.map((value) => (
          <Said key={value.label + value.value} verdict={verdict} name={name} value={value} />
        ))}
      </ul>
      {facts.data && values.length === 0 && <p className="text-soft">Nobody says anything of it any more.</p>}
      <div className="mt-4 flex justify-end">
        <Button kind="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}

type SaidProps = { verdict: VerdictMutation; name: string; value: KnownValue };

function Said({ verdict, name, value }: SaidProps) {
  const others = value.evidence.filter(({ source }) => source !== "owner");
  const fact = others[0] ?? value.evidence[0];
  const isJudged = value.locked || value.standing === "rejected";
  const isTyped = others.length === 0 && !isJudged;
  const say = (state: Verdict, text: string) => (
    <Button
      small
      kind="quiet"
      disabled={verdict.isPending}
      onClick={() => fact && verdict.mutate({ factId: fact.id, state })}
      aria-label={`${text}: ${value.value}`.slice(0, 200)}
    >
      {text}
    </Button>
  );
  return (
    <li className="py-3">
      <p className={value.standing === "shown" ? "" : "text-soft"}>
        <span className="sr-only">{labelled(name, value)}: </span>
        <Value value={value} />
      </p>
      {STANDINGS[value.standing] && <p className="text-sm text-faint">{STANDINGS[value.standing]}</p>}
      {value.locked && (
        <p className="inline-flex items-center gap-1 text-sm text-faint">
          <Lock aria-hidden className="size-3.5" />
          You said that it is right
        </p>
      )}
      <ul className="mt-1 text-sm text-soft">
        {(others.length > 0 ? others : value.evidence).slice(0, MOST).map((one) => (
          <Source key={one.id} evidence={one} isVerdict={isJudged} />
        ))}
      </ul>
      {!isTyped && (
        <div className="mt-1 -ml-3 flex flex-wrap gap-1">
          {isJudged ? (
            say("active", "Take that back")
          ) : (
            <>
              {say("locked", "This is right")}
              {say("rejected", "This is wrong")}
            </>
          )}
        </div>
      )}
    </li>
  );
}

function Source({ evidence, isVerdict }: { evidence: Evidence; isVerdict: boolean }) {
  const { mail, source_ref } = evidence;
  if (evidence.source === "owner" && isVerdict) return <li>Nobody else says so any more</li>;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      <span>{told(evidence)}</span>
      {mail && (
        <Link
          href={threadUrl(
            { mailbox_id: mail.mailbox_id, id: mail.thread_id },
            ALL,
            mail.message_id,
            placeOf(mail),
          )}
          prefetch={false}
          className="rounded text-accent underline underline-offset-4"
        >
          Open the mail
        </Link>
      )}
      {/^https?:\/\//i.test(source_ref) && (
        <a
          href={source_ref}
          target="_blank"
          rel="noopener noreferrer"
          className="rounded text-accent underline"
        >
          Open the page
        </a>
      )}
    </li>
  );
}

const placeOf = ({ start, end }: NonNullable<Evidence["mail"]>) =>
  start !== null && end !== null ? { start, end } : undefined;
