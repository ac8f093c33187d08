/** The one EventSource of the page. EventSource resumes by itself (Last-Event-ID); what it gives up on, we reopen. */
export type FeedState = "connecting" | "live" | "reconnecting" | "offline";
export type FeedEvent =
  | "sync.progress"
  | "email.received"
  | "email.changed"
  | "labels.changed"
  | "outbox.updated"
  | "contact.updated"
  | "reset";

const TYPES: FeedEvent[] = [
  "sync.progress",
  "email.received",
  "email.changed",
  "labels.changed",
  "outbox.updated",
  "contact.updated",
  "reset",
];
const LONGEST = 30_000; // milliseconds between two attempts
const MOST_RECENT = 60; // seconds, as the API has it
const COMMITTING = 5; // seconds that an event may be older than what it tells of can be read

type Listener = { onEvent: (type: FeedEvent) => void; onState: (state: FeedState) => void };

/** Listens until the returned function is called. */
export function listen(url: string, { onEvent, onState }: Listener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let opened = false;

  function open() {
    clearTimeout(timer);
    source?.close();
    // What the page shows may have been asked for as soon as it was there: what happened since then it has to hear.
    const recent = Math.ceil(performance.now() / 1000) + COMMITTING;
    source = new EventSource(`${url}?recent=${Math.min(recent, MOST_RECENT)}`);
    const own = source;
    let resumable = false;
    own.onopen = () => {
      // A stream opened anew knows nothing of what was missed while there was none.
      if ((opened || recent > MOST_RECENT) && !resumable) onEvent("reset");
      opened = resumable = true;
      failures = 0;
      onState(navigator.onLine ? "live" : "offline"); // what was asked for before may be answered after
    };
    own.onerror = () => {
      onState(navigator.onLine ? (opened ? "reconnecting" : "connecting") : "offline");
      if (own.readyState !== EventSource.CLOSED || own !== source) return;
      failures += 1;
      timer = setTimeout(open, Math.min(LONGEST, 1000 * 2 ** failures));
    };
    for (const type of TYPES) own.addEventListener(type, () => onEvent(type));
  }

  const online = () => open();
  const offline = () => onState("offline");
  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
  };
}
