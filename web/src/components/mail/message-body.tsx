"use client";

import { useQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { useMemo, useState } from "react";
import * as queries from "@/api/queries";
import type { Readable } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import type { Place } from "@/lib/mail/addresses";
import { enclosedPictures, hasBlockedImages, hasEnclosedImages } from "@/lib/mail/mail-document";
import { isDesigned } from "@/lib/mail/mail-text";
import { messageOf, partOf } from "@/lib/mail/readable";
import { MailFrame } from "./mail-frame";
import { MailText } from "./mail-text";

/** Letters as text, designed mail as it was designed; each can be seen the other way. A place is one of the text. */
export function MessageBody({ message, place }: { message: Readable; place?: Place }) {
  const { html, text } = message;
  const [formatted, setFormatted] = useState(html !== null && !place && (!text.trim() || isDesigned(html)));
  const both = html !== null && text.trim() !== "";
  return (
    <>
      {message.html_problem && (
        <p role="note" className="mb-3 rounded-lg bg-sunken px-4 py-2 text-sm text-soft">
          {message.html_problem}
        </p>
      )}
      {formatted && html !== null ? (
        <Formatted message={message} html={html} />
      ) : (
        <MailText message={message} place={place} />
      )}
      {both && (
        <Button small kind="quiet" className="mt-3 -ml-3" onClick={() => setFormatted(!formatted)}>
          {formatted ? "Show as plain text" : "Show as it was formatted"}
        </Button>
      )}
    </>
  );
}

function Formatted({ message, html }: { message: Readable; html: string }) {
  const [wanted, setWanted] = useState(false);
  const remote = hasBlockedImages(html);
  const full = useQuery({
    ...queries.withImages(messageOf(message), partOf(message)),
    enabled: wanted && remote,
  });
  const shown = full.data ?? html;
  const images = wanted && (!remote || full.data !== undefined);
  const pictures = useMemo(() => (images ? enclosedPictures(message) : null), [images, message]);
  return (
    <>
      {!images && (remote || hasEnclosedImages(html)) && (
        <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-sunken px-4 py-2 text-sm text-soft">
          <ImageOff aria-hidden className="size-4 text-faint" />
          <span className="min-w-40 flex-1">
            {remote
              ? "Remote images are off: loading them tells the sender that you read this."
              : "The pictures in this mail are shown when you ask for them."}
          </span>
          <Button
            small
            disabled={wanted && full.isFetching}
            onClick={() => (wanted ? full.refetch() : setWanted(true))}
          >
            Show images
          </Button>
        </div>
      )}
      {full.isError && <ProblemNote error={full.error} />}
      <MailFrame html={shown} images={images} pictures={pictures} title={message.subject || "Message"} />
    </>
  );
}
