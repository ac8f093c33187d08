"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import type { SignUp } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { InvitationRow } from "./invitation-row";
import { ShownOnce } from "./shown-once";

/** For the owner: who may sign up. */
export function Invitations() {
  const signUp = useQuery(queries.signUp);
  return (
    <Section title="Who may sign in">
      {signUp.data ? (
        <>
          <p className="max-w-2xl text-soft">{rule(signUp.data)}</p>
          <Invite />
          <List signUp={signUp.data} />
        </>
      ) : signUp.isPending ? (
        <RowsSkeleton rows={1} />
      ) : (
        <ProblemNote error={signUp.error} onRetry={() => signUp.refetch()} />
      )}
    </Section>
  );
}

function rule({ rule, domains }: SignUp) {
  if (rule === "open") return "Everybody who has a Google account can sign up here (KITH_SIGN_UP is open).";
  const others = "A link lets one person in, whoever opens it first: once, within 48 hours.";
  return rule === "domain" ? `Addresses at ${domains.join(", ")} can sign up. For others: ${others}` : others;
}

function Invite() {
  const client = useQueryClient();
  const onError = useProblemToast();
  const [note, setNote] = useState("");
  const invite = useMutation({
    mutationFn: () => call(api.POST("/api/v1/invitations", { body: { note } })),
    onError,
    onSuccess: () => {
      setNote("");
      return client.invalidateQueries({ queryKey: ["invitations"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate();
  };
  return (
    <div className="mt-4 space-y-4">
      <form aria-label="Invite somebody" onSubmit={submit} className="flex flex-wrap gap-2">
        <input
          aria-label="For whom"
          placeholder="For whom, for your own memory"
          value={note}
          maxLength={100}
          onChange={(event) => setNote(event.target.value)}
          className="h-10 min-w-0 flex-1 basis-60 rounded-lg border border-line bg-surface px-3 placeholder:text-faint"
        />
        <Button type="submit" disabled={invite.isPending}>
          <UserPlus aria-hidden className="size-4" />
          Make a link
        </Button>
      </form>
      {invite.data && (
        <ShownOnce label="Send this link" value={invite.data.url} onDone={invite.reset}>
          It lets one person sign up. It is not shown again.
        </ShownOnce>
      )}
    </div>
  );
}

function List({ signUp }: { signUp: SignUp }) {
  if (signUp.invitations.length === 0) return null;
  return (
    <ul aria-label="Invitations" className="panel mt-4 divide-y divide-line overflow-hidden">
      {signUp.invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}
