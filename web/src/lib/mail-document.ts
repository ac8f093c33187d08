/** The document that a sandboxed frame shows: sanitised HTML, a policy of its own, and no way to run anything. */

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

export function mailDocument(html: string, images: boolean) {
  const sources = images ? "data: https: http:" : "data:";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${sources}; form-action 'none'`;
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<style>${STYLE}</style></head><body>${prepared(html)}</body></html>`;
}

/** Did the server leave remote images out? It keeps the tag, without its source. */
export const hasBlockedImages = (html: string) => /<img(?![^>]*\ssrc=)[^>]*>/i.test(html);

function prepared(html: string) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  nameEnclosed(parsed);
  foldQuote(parsed);
  return parsed.body.innerHTML;
}

/** Pictures that came as attachments are named where they stood. */
function nameEnclosed(parsed: Document) {
  for (const image of parsed.querySelectorAll<HTMLImageElement>('img[src^="cid:" i]')) {
    const note = parsed.createElement("span");
    note.className = "enclosed";
    note.textContent = image.alt ? `${image.alt} (attached)` : "attached picture";
    image.replaceWith(note);
  }
}

/** The quote at the end goes behind a fold, as `<details>` needs no script. */
function foldQuote(parsed: Document) {
  const quote = [...parsed.querySelectorAll("blockquote")]
    .filter((one) => !one.parentElement?.closest("blockquote"))
    .at(-1);
  if (
    quote &&
    textAfter(parsed, quote).length < 40 &&
    parsed.body.textContent?.trim() !== quote.textContent?.trim()
  ) {
    const fold = parsed.createElement("details");
    const handle = parsed.createElement("summary");
    handle.textContent = "•••";
    handle.title = "Show the quoted part";
    quote.replaceWith(fold);
    fold.append(handle, quote);
  }
}

function textAfter(parsed: Document, element: Element) {
  const rest = parsed.createRange();
  rest.setStartAfter(element);
  rest.setEndAfter(parsed.body);
  return rest.toString().trim();
}
