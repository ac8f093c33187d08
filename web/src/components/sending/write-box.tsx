"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { api, call } from "@/api/client";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { useKept } from "@/hooks/use-kept";
import { Allow, isNotAllowed } from "./allow";
import { SendState } from "./send-state";

type Props = {
  mailboxId: string;
  /** What the text is kept under while somebody writes. */
  name: string;
  label: string;
  to?: string;
  replyTo?: string;
  autoFocus?: boolean;
  onSent?: (id: string) => void;
};

const FIELD =
  "w-full bg-transparent px-4 text-base placeholder:text-faint focus:outline-none sm:px-5 sm:text-[0.94rem]";

/** Writes one mail, and says how far it is. */
export function WriteBox({ mailboxId, name, label, to, replyTo, autoFocus, onSent }: Props) {
  const client = useQueryClient();
  const [text, setText] = useKept(`kith:text:${name}`);
  const [subject, setSubject] = useKept(`kith:subject:${name}`);
  const [sent, setSent] = useState<string>();
  const key = useRef("");
  const area = useRef<HTMLTextAreaElement>(null);
  const send = useMutation({
    mutationFn: () => {
      key.current ||= crypto.randomUUID(); // until it is accepted, asking again is asking for the same mail
      return call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/messages", {
          params: { path: { mailbox_id: mailboxId }, header: { "Idempotency-Key": key.current } },
          body: {
            to: to ? [to] : [],
            cc: [],
            bcc: [],
            text,
            ...(replyTo ? { reply_to_message_id: replyTo } : { subject }),
          },
        }),
      );
    },
    onSuccess: ({ outbox_id }) => {
      key.current = "";
      setSent(outbox_id);
      onSent?.(outbox_id);
      setText("");
      setSubject("");
      return client.invalidateQueries({ queryKey: ["outbox"] });
    },
  });
  useEffect(() => {
    if (autoFocus) area.current?.form?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [autoFocus]);

  const ready = text.trim() !== "" && !send.isPending;
  const submit = () => ready && send.mutate();
  const changed = (set: (value: string) => void) => (value: string) => {
    key.current = "";
    set(value);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };

  return (
    <div className="space-y-3">
      <form
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="panel focus-within:border-accent"
      >
        {!replyTo && (
          <input
            aria-label="Subject"
            placeholder="Subject"
            value={subject}
            maxLength={500}
            onChange={(event) => changed(setSubject)(event.target.value)}
            onKeyDown={pressed}
            className={`${FIELD} h-12 border-b border-line font-medium`}
          />
        )}
        <textarea
          ref={area}
          aria-label={label}
          aria-keyshortcuts="Control+Enter"
          placeholder={replyTo ? "Write a reply" : "Write a mail"}
          rows={replyTo ? 2 : 6}
          value={text}
          onChange={(event) => changed(setText)(event.target.value)}
          onKeyDown={pressed}
          className={`${FIELD} field-sizing-content max-h-96 min-h-20 resize-none py-3.5`}
        />
        <div className="flex items-center justify-between gap-4 px-4 pb-3 sm:px-5">
          <p className="text-xs text-faint">
            <span className="hidden sm:inline">Ctrl + Enter sends</span>
          </p>
          <Button type="submit" small kind="primary" disabled={!ready}>
            <SendHorizontal aria-hidden className="size-3.5" />
            {send.isPending ? "Sending…" : "Send"}
          </Button>
        </div>
      </form>
      {isNotAllowed(send.error) ? (
        <Allow mailboxId={mailboxId} right="send" />
      ) : (
        send.isError && <ProblemNote error={send.error} />
      )}
      {sent && <SendState id={sent} onForgotten={() => setSent(undefined)} />}
    </div>
  );
}
