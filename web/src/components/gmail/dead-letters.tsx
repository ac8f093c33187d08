"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import type { DeadLetter, Mailbox } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Endless } from "@/components/ui/endless";
import { When } from "@/components/ui/when";
import { plural } from "@/lib/format";
import { isImport } from "@/lib/gmail/mailbox-state";

/** Messages that could not be stored, each with its reason. */
export function DeadLetters({ mailbox }: { mailbox: Mailbox }) {
  const letters = useInfiniteQuery(queries.deadLetters(mailbox.id));
  return (
    <section aria-label="Messages that could not be stored">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-serif text-xl tracking-tight">
          {plural(mailbox.counts.dead, "message")} could not be stored
        </h2>
        {!isImport(mailbox) && <Retry mailbox={mailbox} />}
      </div>
      <Endless
        query={letters}
        label="Reasons"
        rows={3}
        row={(letter) => <Letter key={letter.source_id} mailbox={mailbox} letter={letter} />}
        empty={<p className="text-soft">They are being tried again.</p>}
      />
    </section>
  );
}

function Letter({ mailbox, letter }: { mailbox: Mailbox; letter: DeadLetter }) {
  return (
    <li className="px-4 py-3 sm:px-5">
      <p>{letter.error}</p>
      <p className="mt-0.5 text-sm text-faint">
        Tried {letter.attempts === 1 ? "once" : `${letter.attempts} times`}, last{" "}
        <When at={letter.updated_at} relative />
        {!isImport(mailbox) && (
          <>
            {" · "}
            <a
              href={`https://mail.google.com/mail/?authuser=${encodeURIComponent(mailbox.address)}#all/${letter.source_id}`}
              target="_blank"
              rel="noopener noreferrer"
              className="rounded underline hover:text-ink"
            >
              See it in Gmail
            </a>
          </>
        )}
      </p>
    </li>
  );
}

function Retry({ mailbox }: { mailbox: Mailbox }) {
  const client = useQueryClient();
  const say = useToast();
  const onError = useProblemToast();
  const retry = useMutation({
    mutationFn: () =>
      call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/dead/retry", {
          params: { path: { mailbox_id: mailbox.id } },
        }),
      ),
    onError,
    onSuccess: () => {
      say({ title: "Trying them again" });
      return client.invalidateQueries({ queryKey: ["mailbox", mailbox.id] });
    },
  });
  return (
    <Button small disabled={retry.isPending} onClick={() => retry.mutate()}>
      Try again
    </Button>
  );
}
