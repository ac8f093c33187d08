"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { api, call } from "@/api/client";
import { problemFrom } from "@/api/problem";
import * as queries from "@/api/queries";
import { useToast } from "@/components/shell/toasts";
import { type Asked, beginning, type Letter } from "@/lib/sending/letter";
import { useUndo } from "./use-undo";

type Props = {
  to?: string;
  onSent: (id: string, letter: Letter) => void;
  /** It was taken back: what was being written before. */
  onUndone: (letter: Letter) => void;
  /** It had been accepted, unheard, and was taken back elsewhere: sent again, it is another mail. */
  onGivenUp: () => void;
};

type Sending = { mailboxId: string; letter: Letter; asked: Asked };

/** Sends a letter, and offers to take it back while there is time. */
export function useSend({ to, onSent, onUndone, onGivenUp }: Props) {
  const client = useQueryClient();
  const router = useRouter();
  const say = useToast();
  const before = useRef<Letter>({});
  const undo = useUndo(() => onUndone(before.current));
  return useMutation({
    mutationFn: async ({ mailboxId, letter, asked: { key, answered } }: Sending) => {
      const start = answered ? await client.ensureQueryData(queries.answerStart(answered)) : undefined;
      const whole = beginning(letter, start, to);
      const text = start?.quote && whole.quoted ? `${whole.text}\n\n${start.quote}` : whole.text;
      return call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/messages", {
          params: { path: { mailbox_id: mailboxId }, header: { "Idempotency-Key": key } },
          body: {
            to: whole.to,
            cc: whole.cc,
            bcc: whole.bcc,
            text,
            attachments: whole.files.map((file) => file.id),
            ...(answered ? { reply_to_message_id: answered } : { subject: whole.subject }),
          },
        }),
      );
    },
    onError: (error) => problemFrom(error).code === "GivenUp" && onGivenUp(),
    onSuccess: ({ outbox_id, undo_seconds }, { letter }) => {
      before.current = letter;
      onSent(outbox_id, letter);
      const here = `${window.location.pathname}${window.location.search}`;
      const within = (undo_seconds ?? 0) * 1000;
      const run = () => {
        if (`${window.location.pathname}${window.location.search}` !== here) router.push(here);
        undo.mutate(outbox_id);
      };
      const or = "on the page that you wrote on";
      if (within) say({ title: "Sending", action: { label: "Undo", run, within, or } });
      return client.invalidateQueries({ queryKey: ["outbox"] });
    },
  });
}
