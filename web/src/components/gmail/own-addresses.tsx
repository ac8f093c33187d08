"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import type { Alias, Mailbox } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";

const SOURCES: Record<Alias["source"], string> = {
  mailbox: "this mailbox",
  gmail: "Gmail lets you send from it",
  person: "you said so",
  learned: "a guess of an earlier version: is it yours?",
};

/** Which addresses are the owner's, who says so, and the owner's own word. */
export function OwnAddresses({ mailbox }: { mailbox: Mailbox }) {
  const query = useQuery(queries.aliases(mailbox.id));
  if (query.isPending) return null;
  return (
    <Section title="Your addresses">
      {query.data ? (
        <div className="panel overflow-hidden">
          <ul aria-label="Your addresses" className="divide-y divide-line">
            {query.data.items.map((alias) => (
              <Line key={alias.address} mailbox={mailbox} alias={alias} />
            ))}
          </ul>
          <Add mailbox={mailbox} />
        </div>
      ) : (
        <ProblemNote error={query.error} onRetry={() => query.refetch()} />
      )}
    </Section>
  );
}

/** After a change of addresses, what is known of people is looked at anew, and events tell of that. */
function useRefresh(mailbox: Mailbox) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["aliases", mailbox.id] });
}

function Line({ mailbox, alias }: { mailbox: Mailbox; alias: Alias }) {
  const onError = useProblemToast();
  const refresh = useRefresh(mailbox);
  const revoke = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/api/v1/mailboxes/{mailbox_id}/aliases/{address}", {
          params: { path: { mailbox_id: mailbox.id, address: alias.address } },
        }),
      ),
    onError,
    onSuccess: refresh,
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="truncate">{alias.address}</p>
        <p className={`text-sm ${alias.source === "learned" ? "text-warn" : "text-faint"}`}>
          {SOURCES[alias.source]}
        </p>
      </div>
      {alias.source !== "mailbox" && (
        <Confirm
          trigger={
            <Button
              small
              kind="quiet"
              disabled={revoke.isPending}
              aria-label={`${alias.address} is not mine`}
            >
              Not mine
            </Button>
          }
          title={`${alias.address} is not yours?`}
          action="Not mine"
          onConfirm={() => revoke.mutate()}
        >
          <p>Whoever it belongs to comes back to your contacts, with all the mail between you.</p>
        </Confirm>
      )}
    </li>
  );
}

function Add({ mailbox }: { mailbox: Mailbox }) {
  const [address, setAddress] = useState("");
  const onError = useProblemToast();
  const refresh = useRefresh(mailbox);
  const add = useMutation({
    mutationFn: () =>
      call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/aliases", {
          params: { path: { mailbox_id: mailbox.id } },
          body: { address: address.trim() },
        }),
      ),
    onError,
    onSuccess: () => {
      setAddress("");
      return refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim()) add.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      className="flex flex-wrap gap-2 border-t border-line px-4 py-3 sm:px-5"
    >
      <input
        type="email"
        aria-label="Another address of yours"
        placeholder="Another address of yours"
        value={address}
        maxLength={320}
        autoComplete="off"
        onChange={(event) => setAddress(event.target.value)}
        className="h-10 min-w-0 flex-1 rounded-lg border border-line bg-surface px-3 placeholder:text-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/40"
      />
      <Button type="submit" disabled={add.isPending || !address.trim()}>
        Add
      </Button>
    </form>
  );
}
