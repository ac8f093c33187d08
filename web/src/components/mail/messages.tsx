"use client";

import { ChevronsUp } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { Thread } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useParam } from "@/hooks/use-param";
import { plural } from "@/lib/format";
import { placeIn } from "@/lib/mail/addresses";
import { isHidden } from "@/lib/mail/labels";
import { MessageCard } from "./message-card";

type Props = { thread: Thread; earlier: boolean; fetching: boolean; onEarlier: () => unknown };

/** The newest is open, and the one that the address names; others are a line each, earlier ones behind a button. */
export const Messages = memo(function Messages({ thread, earlier, fetching, onEarlier }: Props) {
  const { messages } = thread;
  const [named] = useParam("message");
  const [place] = useParam("place");
  const said = messages.filter((message) => !isHidden(message));
  const newest = (said.at(-1) ?? messages.at(-1))?.id;
  const found = messages.some((message) => message.id === named);
  const led = useRef(""); // to which message: what comes later leaves the reader where they are
  useEffect(() => {
    if (!named || led.current === named) return;
    if (found) {
      led.current = named;
      const message = document.getElementById(named);
      const mark = message?.querySelector("mark");
      if (mark) mark.scrollIntoView({ block: "center" });
      else message?.scrollIntoView();
    } else if (earlier && !fetching) onEarlier();
  }, [named, found, earlier, fetching, onEarlier]);
  const rest = thread.message_count - (said.length || messages.length);
  return (
    <ol className="space-y-3">
      {earlier && (
        <li className="flex justify-center">
          <Button kind="quiet" small disabled={fetching} onClick={() => onEarlier()}>
            <ChevronsUp aria-hidden className="size-4" />
            {rest > 0 ? `Show earlier: ${plural(rest, "message")} more` : "Show earlier"}
          </Button>
        </li>
      )}
      {messages.map((message) => (
        <MessageCard
          key={message.id}
          message={message}
          initiallyOpen={[named, newest].includes(message.id)}
          place={message.id === named ? placeIn(place) : undefined}
        />
      ))}
    </ol>
  );
});
