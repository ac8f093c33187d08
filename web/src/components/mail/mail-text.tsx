import { Fragment } from "react";
import type { Readable } from "@/api/types";
import type { Place } from "@/lib/mail/addresses";
import { linked, marked, type Piece, pieces } from "@/lib/mail/mail-text";

const TITLES = { quoted: "Quoted text", forwarded: "Forwarded message", signature: "Signature" };

/** A text body: what was written or forwarded stands open, quotes and signatures are folded, but where a place is. */
export function MailText({ message, place }: { message: Readable; place?: Place }) {
  const parts = pieces(message.text, message.spans);
  if (parts.length === 0) return <p className="text-faint italic">This message has no text.</p>;
  const written = parts.some((piece) => piece.kind === "written" || piece.kind === "forwarded");
  return (
    <div className="max-w-2xl space-y-3">
      {parts.map((piece) =>
        piece.kind === "written" ? (
          <Body key={piece.start} piece={piece} place={place} />
        ) : (
          <Fold
            key={piece.start}
            title={TITLES[piece.kind]}
            piece={piece}
            place={place}
            open={
              marked(piece, place) !== undefined ||
              piece.kind === "forwarded" ||
              (!written && piece.kind === "quoted") ||
              parts.length === 1
            }
          />
        ),
      )}
    </div>
  );
}

type FoldProps = { title: string; piece: Piece; place?: Place; open: boolean };

function Fold({ title, piece, place, open }: FoldProps) {
  return (
    <details open={open} className="group">
      <summary className="inline-flex list-none rounded-md bg-sunken px-2.5 py-0.5 text-xs text-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        {title}
      </summary>
      <div className={`mt-2 text-soft ${piece.kind === "signature" ? "" : "border-l-2 border-line pl-4"}`}>
        <Body piece={piece} place={place} />
      </div>
    </details>
  );
}

function Body({ piece, place }: { piece: Piece; place?: Place }) {
  const [before, within, after] = marked(piece, place) ?? [piece.text, "", ""];
  return (
    <div dir="auto" className="whitespace-pre-wrap">
      <Linked text={before} />
      {within && (
        <mark className="rounded bg-accent-soft px-0.5 text-ink">
          <Linked text={within} />
        </mark>
      )}
      <Linked text={after} />
    </div>
  );
}

function Linked({ text }: { text: string }) {
  return linked(text).map(({ at, part, isLink }) =>
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
  );
}
