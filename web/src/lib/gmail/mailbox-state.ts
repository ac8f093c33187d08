/** A mailbox's status in words and colours. */
import type { HealthLevel, Mailbox, MailboxStatus } from "@/api/types";

type Tone = "accent" | "warn" | "bad" | "faint";

export const STATUS: Record<MailboxStatus, { word: string; tone: Tone }> = {
  connecting: { word: "Connecting", tone: "accent" },
  backfilling: { word: "Copying", tone: "accent" },
  healthy: { word: "Up to date", tone: "accent" },
  paused: { word: "Paused", tone: "warn" },
  reconnect: { word: "Reconnect", tone: "bad" },
  failed: { word: "Stopped", tone: "bad" },
  disconnected: { word: "Disconnected", tone: "faint" },
  erasing: { word: "Being erased", tone: "faint" },
};

export const TONES: Record<Tone, string> = {
  accent: "bg-accent-soft text-accent",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  faint: "bg-sunken text-soft",
};

export const HEALTH: Record<HealthLevel, { word: string; tone: Tone }> = {
  ok: { word: "All is well", tone: "accent" },
  attention: { word: "Needs a look", tone: "warn" },
  failing: { word: "Not working", tone: "bad" },
};

/** Messages that need no more work. */
export const settled = ({ counts }: Mailbox) => counts.stored + counts.dead + counts.gone;

/** How far the copy is, from 0 to 1; null while nobody knows how much there is. */
export function share(mailbox: Mailbox) {
  if (mailbox.status === "healthy") return 1;
  if (!mailbox.list_complete) return null;
  return mailbox.counts.listed === 0 ? 1 : settled(mailbox) / mailbox.counts.listed;
}

export const isBusy = (mailbox: Mailbox) =>
  mailbox.status === "connecting" || mailbox.status === "backfilling";
/** Did its owner take it out? */
export const hasLeft = (mailbox: Mailbox) => ["disconnected", "erasing"].includes(mailbox.status);
/** Can anything be written to it? */
export const isWritable = (mailbox: Mailbox) => !isImport(mailbox) && !hasLeft(mailbox);
export const isImport = (mailbox: Mailbox) => mailbox.provider === "mbox";

/** "fetching the rest, newest first", as a sentence begins. */
export function phaseOf(mailbox: Mailbox) {
  const phase = mailbox.phase || STATUS[mailbox.status].word;
  return phase.charAt(0).toUpperCase() + phase.slice(1);
}
