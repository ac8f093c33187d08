/** The document that a sandboxed frame shows: sanitised HTML, a policy of its own, and no way to run anything. */

const STYLE = `
:root { color-scheme: light }
html { overflow-x: auto }
body { margin: 0; padding: 20px; background: #fff; color: #222; overflow-wrap: anywhere;
  font: 15px/1.55 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif }
img { max-width: 100%; height: auto }
pre { white-space: pre-wrap }
blockquote { margin: 8px 0 8px 2px; padding-left: 12px; border-left: 2px solid #ddd; color: #555 }
a { color: #1a6b50 }
summary { display: inline-block; padding: 0 10px; border-radius: 6px; background: #eee; color: #555; cursor: pointer;
  list-style: none; letter-spacing: .1em }`;

export function mailDocument(html: string, images: boolean) {
  const sources = images ? "data: https: http:" : "data:";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${sources}; form-action 'none'`;
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<style>${STYLE}</style></head><body>${folded(html)}</body></html>`;
}

/** Did the server leave remote images out? It keeps the tag, without its source. */
export const hasBlockedImages = (html: string) => /<img(?![^>]*\ssrc=)[^>]*>/i.test(html);

/** The quote at the end goes behind a fold, as `<details>` needs no script. */
function folded(html: string) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
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
  return parsed.body.innerHTML;
}

function textAfter(parsed: Document, element: Element) {
  const rest = parsed.createRange();
  rest.setStartAfter(element);
  rest.setEndAfter(parsed.body);
  return rest.toString().trim();
}
