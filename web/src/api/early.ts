/**
 * What a page asks for before its code is there: the answers come beside the script, and not after it. Each is written
 * as `queries.ts` asks for it, so that it is claimed there and not asked for twice.
 */
type Asked = Record<string, Promise<Response> | undefined>;

/** Who is signed in decides what is shown. */
const ALWAYS = ["/api/v1/me", "/api/v1/mailboxes"];

/** Where the address says no more than the path. */
const PLAIN = {
  "/": ["/api/v1/contacts?sort=strength&kind=person&limit=12", "/api/v1/threads?limit=6"],
  "/contacts": ["/api/v1/contacts?kind=person&sort=strength&limit=50"],
  "/companies": ["/api/v1/companies?sort=strength"],
  "/threads": ["/api/v1/threads?limit=50", "/api/v1/labels"],
  "/jobs": ["/api/v1/jobs"],
  "/review": ["/api/v1/contacts/suggestions?limit=20"],
  "/sources": ["/api/v1/enrichment/sources"],
};

/** Where the address names what the page is about: `$id` is a value of it, `$zone` the browser's time zone. */
const NAMED = {
  "/contact": ["/api/v1/contacts/$id", "/api/v1/contacts/$id/traffic"],
  "/patterns": ["/api/v1/analytics?zone=$zone"],
  "/company": ["/api/v1/companies/$id"],
  "/thread": [
    "/api/v1/threads/$mailbox/$id?limit=4&headers=false",
    "/api/v1/mailboxes/$mailbox/aliases",
    "/api/v1/labels",
  ],
  "/mailbox": ["/api/v1/mailboxes/$id", "/api/v1/mailboxes/$id/health"],
};

const FRESH = 15_000; // milliseconds since the page was opened: what nobody has claimed by then is old

/** An inline script, for the document's beginning. */
export const ASK_EARLY = `try{(function(at,values){
var asked=self.kithAsked={};
${JSON.stringify(ALWAYS)}.concat(${JSON.stringify(NAMED)}[at]||!location.search&&${JSON.stringify(PLAIN)}[at]||[]).forEach(function(url){
var known=true;
url=url.replace(/[$](\\w+)/g,function(_,name){var value=name=="zone"?Intl.DateTimeFormat().resolvedOptions().timeZone:values.get(name);known=known&&value;return encodeURIComponent(value)});
if(known)(asked[url]=fetch(url)).catch(function(){})
})})(location.pathname,new URLSearchParams(location.search))}catch(e){}`;

/** `fetch`, but for what has been asked for already. */
export function fetchEarly(request: Request): Promise<Response> {
  const { kithAsked: asked } = globalThis as { kithAsked?: Asked };
  const { pathname, search } = new URL(request.url);
  const early = asked?.[pathname + search];
  if (!asked || !early || request.method !== "GET") return fetch(request);
  delete asked[pathname + search];
  return performance.now() < FRESH ? early : fetch(request);
}
