"use client";

import { useQuery } from "@tanstack/react-query";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import * as queries from "@/api/queries";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Segments } from "@/components/ui/segments";
import { useAttaching } from "@/hooks/sending/use-attaching";
import { useSend } from "@/hooks/sending/use-send";
import { useKept } from "@/hooks/use-kept";
import { useKeys } from "@/hooks/use-keys";
import { randomId } from "@/lib/core/ids";
import { asLetter, beginning, changed, type Letter, remaining, returned } from "@/lib/sending/letter";
import { Addressing } from "./addressing";
import { Allow, isNotAllowed } from "./allow";
import { AttachButton, AttachedFiles } from "./attaching";
import { SendState } from "./send-state";

type Props = {
  mailboxId: string;
  /** What the text is kept under while somebody writes. */
  name: string;
  label: string;
  /** Whom a new mail goes to at first. */
  to?: string;
  /** The message that it answers. */
  answered?: string;
  autoFocus?: boolean;
  onSent?: (id: string) => void;
};

const FIELD =
  "w-full bg-transparent px-4 text-base placeholder:text-faint focus:outline-none sm:px-5 sm:text-[0.94rem]";

/** Writes one mail, and says how far it is. */
export function WriteBox({ mailboxId, name, label, to, answered, autoFocus, onSent }: Props) {
  const [letter, keep] = useKept<Letter>(name);
  const [sent, setSent] = useState<string>();
  const area = useRef<HTMLTextAreaElement>(null);
  const message = letter?.asked?.answered ?? answered;
  const start = useQuery({ ...queries.answerStart(message ?? ""), enabled: message !== undefined });
  const whole = beginning(letter ?? {}, start.data, to);
  const back = (before: Letter) => {
    setSent(undefined);
    keep((since) => returned(before, since));
    area.current?.focus();
  };
  const send = useSend({
    to,
    onSent: (id, gone) => {
      setSent(id);
      onSent?.(id);
      keep((now) => remaining(now, gone));
    },
    onUndone: back,
    onGivenUp: () => change({}),
  });
  useEffect(() => {
    if (autoFocus) area.current?.form?.querySelector<HTMLElement>("[data-first]")?.focus();
  }, [autoFocus]);

  const text = letter?.text ?? "";
  const change = (part: Letter) => keep((before) => changed(before, part));
  const answer = (all: boolean) => {
    if (whole.all !== all && !letter?.to && !letter?.cc) change({ all });
    area.current?.focus();
  };
  useKeys([
    ...(answered ? [{ keys: ["r"], what: "Reply", run: () => answer(false) }] : []),
    ...(start.data?.reply_all ? [{ keys: ["a"], what: "Reply all", run: () => answer(true) }] : []),
  ]);
  const latest = useRef(change);
  useEffect(() => {
    latest.current = change; // an upload ends later, when other words stand here
  });
  const attaching = useAttaching(whole.files, (files) => latest.current({ files }));
  const ready = attaching.uploads.length === 0 && text.trim() !== "" && !send.isPending;
  const submit = () => {
    if (!ready) return;
    const asked = letter?.asked ?? { key: randomId(), answered };
    const going = { ...letter, from: mailboxId, asked };
    keep(going);
    send.mutate({ mailboxId, letter: going, asked });
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
        onKeyDown={pressed}
        className="panel focus-within:border-accent"
      >
        {start.data?.reply_all && (
          <div className="border-b border-line px-4 py-2 sm:px-5">
            <Segments
              label="Who gets the reply"
              value={whole.all ? "all" : "one"}
              options={[
                ["one", "Reply"],
                ["all", "Reply all"],
              ]}
              onChange={(value) => change({ all: value === "all", to: undefined, cc: undefined })}
            />
          </div>
        )}
        <Addressing letter={whole} readOnly={send.isPending} onChange={change} />
        {!answered && (
          <input
            data-first
            aria-label="Subject"
            placeholder="Subject"
            value={whole.subject}
            readOnly={send.isPending}
            maxLength={500}
            onChange={(event) => change({ subject: event.target.value })}
            className={`${FIELD} h-12 border-b border-line font-medium`}
          />
        )}
        <textarea
          ref={area}
          data-first
          aria-label={label}
          aria-keyshortcuts="Control+Enter"
          placeholder={answered ? "Write a reply" : "Write a mail"}
          rows={answered ? 2 : 6}
          value={text}
          readOnly={send.isPending} // what goes out is what stands here; and the focus stays, unlike with `disabled`
          onChange={(event) => change({ text: event.target.value })}
          className={`${FIELD} field-sizing-content max-h-96 min-h-20 resize-none py-3.5`}
        />
        <AttachedFiles files={whole.files} uploads={attaching.uploads} onRemove={attaching.remove} />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pb-3 sm:px-5">
          <span className="flex flex-wrap items-center gap-x-4">
            <AttachButton onFiles={attaching.add} />
            {start.data?.quote && (
              <label className="flex items-center gap-2 text-sm text-soft">
                <input
                  type="checkbox"
                  checked={whole.quoted}
                  onChange={(event) => change({ quoted: event.target.checked })}
                  className="size-4 accent-accent"
                />
                Quote the mail
              </label>
            )}
          </span>
          <span className="flex items-center gap-4">
            <span className="hidden text-xs text-faint sm:inline">Ctrl + Enter sends</span>
            <Button type="submit" small kind="primary" disabled={!ready}>
              <SendHorizontal aria-hidden className="size-3.5" />
              {send.isPending ? "Sending…" : "Send"}
            </Button>
          </span>
        </div>
      </form>
      {isNotAllowed(send.error) ? (
        <Allow mailboxId={mailboxId} right="send" />
      ) : (
        send.isError && <ProblemNote error={send.error} />
      )}
      {sent && (
        <SendState
          id={sent}
          onForgotten={() => setSent(undefined)}
          onEdit={(written) => back({ ...asLetter(written), ...(answered && { subject: undefined }) })}
        />
      )}
    </div>
  );
}
