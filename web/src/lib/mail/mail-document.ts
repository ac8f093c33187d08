/** The document that a sandboxed frame shows: sanitised HTML, a policy of its own, and no way to run anything. */
import { attachmentUrl } from "@/api/download";
import type { Readable } from "@/api/types";
import { messageOf } from "./readable";

const STYLE = `
:root { color-scheme: light }
html { overflow-x: auto }
body { margin: 0; padding: 20px; background: #fff; color: #222; overflow-wrap: anywhere;
  font: 15px/1.55 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif }
img { max-width: 100%; height: auto }
img:not([src]) { background: #f1efeb; border-radius: 4px; color: #777 }
.enclosed { display: inline-block; padding: 4px 12px; border-radius: 6px; background: #f1efeb; color: #666 }
pre { white-space: pre-wrap }
blockquote { margin: 8px 0 8px 2px; padding-left: 12px; border-left: 2px solid #ddd; color: #555 }
a { color: #1a6b50 }
@media (max-width: 480px) {
  body { padding: 14px }
  table, td, th, div { max-width: 100% !important; min-width: 0 !important }
  table:not([width="100%"]), td[width], th[width] { width: auto !important }
}
summary { display: inline-block; padding: 0 10px; border-radius: 6px; background: #eee; color: #555; cursor: pointer;
  list-style: none; letter-spacing: .1em }`;

/** Where the pictures are that came along with a mail, by their Content-ID. */
export type Pictures = Map<string, string>;

export function enclosedPictures(mail: Readable): Pictures {
  return new Map(
    mail.attachments
      .filter((one) => one.content_id && one.mime_type.startsWith("image/"))
      .map((one) => [one.content_id as string, attachmentUrl(messageOf(mail), one.part_id)]),
  );
}

/** `images`: remote ones load. `pictures`: those that came along do, too. */
export function mailDocument(html: string, images: boolean, pictures: Pictures | null) {
  const own = pictures?.size ? ` ${location.origin}/api/v1/messages/` : "";
  const sources = (images ? "data: https: http:" : "data:") + own;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${sources}; form-action 'none'`;
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<style>${STYLE}</style></head><body>${prepared(html, pictures)}</body></html>`;
}

/** Did the server leave remote images out? It keeps the tag, without its source. */
export const hasBlockedImages = (html: string) => /<img(?![^>]*\ssrc=)[^>]*>/i.test(html);

/** Are there pictures in the text that came along as attachments? */
export const hasEnclosedImages = (html: string) => /<img[^>]*\ssrc="?cid:/i.test(html);

function prepared(html: string, pictures: Pictures | null) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  placeEnclosed(parsed, pictures);
  foldQuote(parsed);
  return parsed.body.innerHTML;
}

/** Pictures that came as attachments are shown, or named where they stood. */
function placeEnclosed(parsed: Document, pictures: Pictures | null) {
  for (const image of parsed.querySelectorAll<HTMLImageElement>('img[src^="cid:" i]')) {
    const address = pictures?.get(contentId(image.getAttribute("src") ?? ""));
    if (address) {
      image.src = address;
      continue;
    }
    const note = parsed.createElement("span");
    note.className = "enclosed";
    note.textContent = image.alt ? `${image.alt} (attached)` : "attached picture";
    image.replaceWith(note);
  }
}

/** Of a `cid:` address (RFC 2392). */
function contentId(address: string) {
  const encoded = address.slice("cid:".length);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** How programs mark what is quoted, as the server leaves it; a bare blockquote may only indent. */
const QUOTES =
  'blockquote, .gmail_quote, .yahoo_quoted, [id*="yahoo_quoted"], .protonmail_quote, .zmail_extra, [name="quote"], ' +
  "#OLK_SRC_BODY_SECTION, #mail-editor-reference-message-container";
/** After it everything is quoted: Outlook. */
const DIVIDERS = "#appendonsend, #divRplyFwdMsg, .OutlookMessageHeader";
const FORWARDED = /^\s*-{2,}/;
const MOST_AFTER = 40;

/** The quote at the end goes behind a fold, as `<details>` needs no script; what was forwarded, or is all, stays open. */
function foldQuote(parsed: Document) {
  const rest = parsed.createRange();
  rest.setStart(parsed.body, 0);
  rest.setEndAfter(parsed.body.lastChild ?? parsed.body);
  const divider = parsed.querySelector(DIVIDERS);
  const quote = [...parsed.querySelectorAll(QUOTES)]
    .filter((one) => !one.parentElement?.closest(QUOTES))
    .at(-1);
  if (divider) rest.setStartBefore(divider);
  else if (quote && textAfter(parsed, quote).length < MOST_AFTER) rest.selectNode(quote);
  else return;
  const text = rest.toString();
  if (!text.trim() || FORWARDED.test(text) || parsed.body.textContent?.trim() === text.trim()) return;
  const fold = parsed.createElement("details");
  const handle = parsed.createElement("summary");
  handle.textContent = "•••";
  handle.title = "Show the quoted part";
  fold.append(handle, rest.extractContents());
  rest.insertNode(fold);
}

function textAfter(parsed: Document, element: Element) {
  const rest = parsed.createRange();
  rest.setStartAfter(element);
  rest.setEndAfter(parsed.body);
  return rest.toString().trim();
}
