"use client";

import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useEffect } from "react";
import { api, call } from "@/api/client";
import { problemFrom } from "@/api/problem";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { useParam } from "@/hooks/use-param";
import type { Right } from "@/lib/gmail/rights";

type Wider = Exclude<Right, "read">;

export const isNotAllowed = (error: unknown) =>
  error !== null && error !== undefined && problemFrom(error).code === "WritingNotAllowed";

const WHAT: Record<Wider, string> = {
  send: "Kith may only read this mailbox so far. To send this, allow it once on Google’s page; you come back here.",
  modify:
    "Kith may only read this mailbox so far. To change mail in it, allow it once on Google’s page; you come back here.",
};

const AGAIN = "Do again what you wanted to do.";
const SAID: Record<string, { title: string; detail?: string }> = {
  read: { title: "Kith may only read now" },
  send: { title: "Kith may send mail now", detail: AGAIN },
  modify: { title: "Kith may change mail now", detail: AGAIN },
  contacts: { title: "Kith may read your Google contacts now" },
};

/** Asks for a right at the moment that it is needed, and comes back to where the person is. */
export function Allow({ mailboxId, right }: { mailboxId: string; right: Wider }) {
  const ask = useGrant(mailboxId);
  const leaving = ask.isPending || ask.isSuccess;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-accent-soft px-4 py-3 text-sm"
    >
      <KeyRound aria-hidden className="size-4 shrink-0 text-accent" />
      <p className="min-w-52 flex-1">{WHAT[right]}</p>
      <Button small kind="primary" autoFocus disabled={leaving} onClick={() => ask.mutate(right)}>
        {leaving ? "Going to Google…" : "Allow on Google’s page"}
      </Button>
    </div>
  );
}

/** Goes to Google's page to give a right, or to leave no more than reading, and comes back here. */
export function useGrant(mailboxId: string) {
  const onError = useProblemToast();
  return useMutation({
    mutationFn: (right: Right) =>
      call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/grant", {
          params: { path: { mailbox_id: mailboxId } },
          body: { for: right, next: here() },
        }),
      ),
    onSuccess: ({ authorize_url }) => window.location.assign(authorize_url),
    onError,
  });
}

/** Says once that a right was granted, when somebody comes back with it. */
export function useGranted() {
  const [granted, setGranted] = useParam("granted");
  const say = useToast();
  useEffect(() => {
    if (!granted) return;
    setGranted("");
    say(SAID[granted] ?? { title: "Google has said yes" });
  }, [granted, setGranted, say]);
}

/** This page, without what an earlier detour came back with. */
function here() {
  const params = new URLSearchParams(window.location.search);
  for (const name of ["error", "granted"]) params.delete(name);
  return `${window.location.pathname}${params.size ? `?${params}` : ""}${window.location.hash}`;
}
