/** What a mailbox's owner lets Kith do with it at Google. */
import type { Mailbox } from "@/api/types";

export type Right = "read" | "send" | "modify";

const GMAIL = "https://www.googleapis.com/auth/gmail.";
const EVERYTHING = "https://mail.google.com/";
// Google's scopes, each of which is enough: "Choose Gmail API scopes", Google Workspace for Developers.
const ENOUGH: Record<Right, string[]> = {
  read: ["readonly", "modify"],
  send: ["send", "compose", "modify"],
  modify: ["modify"],
};

export const may = ({ scopes }: Mailbox, right: Right) =>
  scopes.some((scope) => scope === EVERYTHING || ENOUGH[right].some((name) => scope === GMAIL + name));

const WORDS: Record<Right, string> = { read: "read", send: "send", modify: "change mail" };

/** "Kith may read and send"; nothing where it may do nothing any more. */
export function rightsOf(mailbox: Mailbox) {
  const held = (Object.keys(WORDS) as Right[]).filter((right) => may(mailbox, right));
  if (held.length === 0) return undefined;
  if (held.length === 1) return `Kith may only ${WORDS[held[0] ?? "read"]}`;
  const words = held.map((right) => WORDS[right]);
  return `Kith may ${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
