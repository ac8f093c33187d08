/** A text body cut into what was written, what is of an earlier mail, and the signature. */
import type { Span } from "@/api/types";
import type { Place } from "./addresses";

export type Piece = {
  kind: "written" | "quoted" | "forwarded" | "signature";
  text: string;
  start: number;
  /** How much of the text from `start` on is left out: empty lines. */
  above: number;
};

/** Spans count code points, as the server does; JavaScript's strings count UTF-16 units. */
export function pieces(text: string, spans: Span[]): Piece[] {
  const points = Array.from(text);
  const found: Piece[] = [];
  let at = 0;
  const add = (kind: Piece["kind"], end: number) => {
    const part = points.slice(at, end).join("");
    if (part.trim()) {
      const above = Array.from(/^\s*\n/.exec(part)?.[0] ?? "").length;
      found.push({ kind, text: part.replace(/^\s*\n|\s+$/g, ""), start: at, above });
    }
    at = Math.max(at, end);
  };
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    add("written", span.start);
    add(isKnown(span.kind) ? span.kind : "quoted", span.end);
  }
  add("written", points.length);
  return found;
}

const isKnown = (kind: string): kind is Piece["kind"] =>
  kind === "quoted" || kind === "forwarded" || kind === "signature";

/** A piece's text before, within and after a place of the whole text; nothing where the place is elsewhere. */
export function marked(piece: Piece, place: Place | undefined): [string, string, string] | undefined {
  if (!place) return undefined;
  const points = Array.from(piece.text);
  const [start, end] = [place.start, place.end].map((at) => at - piece.start - piece.above) as [
    number,
    number,
  ];
  if (start < 0 || end <= start || end > points.length) return undefined;
  const cut = (from: number, to?: number) => points.slice(from, to).join("");
  return [cut(0, start), cut(start, end), cut(end)];
}

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}])/;

/** The text with its web addresses apart. */
export function linked(text: string) {
  let at = 0;
  return text.split(LINK).map((part, index) => {
    const piece = { at, part, isLink: index % 2 === 1 };
    at += part.length + 1; // one more, so that empty parts differ too
    return piece;
  });
}

/** Mail that was designed, rather than typed: its layout carries meaning. */
export const isDesigned = (html: string) => /<(table|img|h[1-6]|center)\b/i.test(html);
