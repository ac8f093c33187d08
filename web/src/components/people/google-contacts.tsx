"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, call } from "@/api/client";
import * as importQueries from "@/api/contact-import-queries";
import * as queries from "@/api/queries";
import type { GoogleContacts, Mailbox } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { ProblemNote } from "@/components/ui/problem-note";
import { useParam } from "@/hooks/use-param";
import { ago, plural } from "@/lib/format";
import { isImport } from "@/lib/gmail/mailbox-state";

/** The Google Contacts of each connected account: a switch, and how they stand. */
export function GoogleContactsList() {
  const boxes = useQuery(queries.mailboxes).data?.items.filter((box) => !isImport(box)) ?? [];
  if (boxes.length === 0) return null;
  return (
    <ul aria-label="Google Contacts" className="panel divide-y divide-line overflow-hidden">
      {boxes.map((box) => (
        <Row key={box.id} mailbox={box} />
      ))}
    </ul>
  );
}

function Row({ mailbox }: { mailbox: Mailbox }) {
  const query = useQuery(importQueries.googleContacts(mailbox.id));
  if (query.isError && !query.data) {
    return (
      <li className="p-3">
        <ProblemNote error={query.error} onRetry={() => query.refetch()} />
      </li>
    );
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate font-medium">Google Contacts of {mailbox.address}</p>
        <p className="text-sm text-soft">{query.data ? stateOf(query.data) : "asking…"}</p>
        {query.data?.reason && <p className="mt-1 text-sm text-bad">{query.data.reason}</p>}
      </div>
      {query.data && <Switch mailbox={mailbox} contacts={query.data} />}
    </li>
  );
}

type SwitchProps = { mailbox: Mailbox; contacts: GoogleContacts };

function Switch({ mailbox, contacts }: SwitchProps) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const path = { mailbox_id: mailbox.id };
  const onSuccess = () => client.invalidateQueries({ queryKey: ["contacts", "google", mailbox.id] });
  const allow = useMutation({
    mutationFn: () =>
      call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/grant", {
          params: { path },
          body: { for: "contacts", next: `/settings?contacts=${mailbox.id}` },
        }),
      ),
    onSuccess: ({ authorize_url }) => window.location.assign(authorize_url),
    onError,
  });
  const on = useMutation({
    mutationFn: () => call(api.PUT("/api/v1/mailboxes/{mailbox_id}/google-contacts", { params: { path } })),
    onSuccess,
    onError,
  });
  const off = useMutation({
    mutationFn: () =>
      call(api.DELETE("/api/v1/mailboxes/{mailbox_id}/google-contacts", { params: { path } })),
    onSuccess,
    onError,
  });
  const [back, setBack] = useParam("contacts");
  const isBack = back === mailbox.id;
  const turnOn = useRef(on.mutate);
  turnOn.current = on.mutate;
  useEffect(() => {
    if (!isBack) return;
    setBack("");
    if (contacts.allowed) turnOn.current(); // what they went to Google's page for
  }, [isBack, contacts.allowed, setBack]);
  const busy = allow.isPending || allow.isSuccess || on.isPending || off.isPending;
  if (contacts.state === "removing") return null;
  return (
    <div className="flex flex-wrap gap-2">
      {contacts.state !== "on" && (
        <Button
          small
          disabled={busy}
          aria-label={`Bring in Google Contacts of ${mailbox.address}`}
          onClick={() => (contacts.allowed ? on.mutate() : allow.mutate())}
        >
          Bring in
        </Button>
      )}
      {contacts.state === "on" && (
        <Button
          small
          kind="quiet"
          disabled={busy}
          aria-label={`Look now at Google Contacts of ${mailbox.address}`}
          onClick={() => on.mutate()}
        >
          Look now
        </Button>
      )}
      {contacts.state !== "off" && (
        <Confirm
          trigger={
            <Button
              small
              kind="quiet"
              disabled={busy}
              aria-label={`Switch off Google Contacts of ${mailbox.address}`}
            >
              Switch off
            </Button>
          }
          title="Take these Google Contacts away?"
          action="Switch off"
          onConfirm={() => off.mutate()}
        >
          <p>
            All that they said of people goes, and people whom nothing else here knows. What you wrote
            yourself stays. At Google nothing changes.
          </p>
        </Confirm>
      )}
    </div>
  );
}

function stateOf({ state, contacts, synced_at }: GoogleContacts) {
  const known = plural(contacts, "contact");
  switch (state) {
    case "off":
      return "Not brought in";
    case "on":
      return synced_at
        ? `${known}, kept in step · looked at ${ago(synced_at)}`
        : `${known} so far, being brought in`;
    case "refused":
      return `${known} that came earlier; no more come`;
    case "removing":
      return "being taken away";
  }
}
