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
    source = new EventSource(url);
    const own = source;
    let resumable = false;
    own.onopen = () => {
      // A stream opened anew knows nothing of what was missed while there was none.
      if (opened && !resumable) onEvent("reset");
      opened = resumable = true;
      failures = 0;
      onState("live");
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
