import { Fragment } from "react";
import type { Readable } from "@/api/types";
import { linked, type Piece, pieces } from "@/lib/mail/mail-text";

const TITLES = { quoted: "Quoted text", forwarded: "Forwarded message", signature: "Signature" };

/** A text body: what was written or forwarded stands open, quotes and signatures are folded. */
export function MailText({ message }: { message: Readable }) {
  const parts = pieces(message.text, message.spans);
  if (parts.length === 0) return <p className="text-faint italic">This message has no text.</p>;
  const written = parts.some((piece) => piece.kind === "written" || piece.kind === "forwarded");
  return (
    <div className="max-w-2xl space-y-3">
      {parts.map((piece) =>
        piece.kind === "written" ? (
          <Body key={piece.start} text={piece.text} />
        ) : (
          <Fold
            key={piece.start}
            title={TITLES[piece.kind]}
            piece={piece}
            open={piece.kind === "forwarded" || (!written && piece.kind === "quoted") || parts.length === 1}
          />
        ),
      )}
    </div>
  );
}

function Fold({ title, piece, open }: { title: string; piece: Piece; open: boolean }) {
  return (
    <details open={open} className="group">
      <summary className="inline-flex list-none rounded-md bg-sunken px-2.5 py-0.5 text-xs text-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        {title}
      </summary>
      <div className={`mt-2 text-soft ${piece.kind === "signature" ? "" : "border-l-2 border-line pl-4"}`}>
        <Body text={piece.text} />
      </div>
    </details>
  );
}

function Body({ text }: { text: string }) {
  return (
    <div dir="auto" className="whitespace-pre-wrap">
      {linked(text).map(({ at, part, isLink }) =>
        isLink ? (
          <a
            key={at}
            href={part}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline"
          >
            {part}
          </a>
        ) : (
          <Fragment key={at}>{part}</Fragment>
        ),
      )}
    </div>
  );
}
