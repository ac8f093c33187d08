import type { AnswerStart, OutboxFile, OutboxItem, Written } from "@/api/types";

/** A mail that is being written. What nobody has changed is left out: it is what the mail begins with. */
export type Letter = {
  /** The mailbox that it goes out from, where it was chosen or it was to go out already. */
  from?: string;
  to?: string[];
  cc?: string[];
  bcc?: string[];
  subject?: string;
  text?: string;
  files?: OutboxFile[];
  /** Does an answer go to everybody? */
  all?: boolean;
  /** Does the answered mail follow, quoted? */
  quoted?: boolean;
  asked?: Asked;
};

/**
 * With what it was asked to be sent, until that was accepted: whoever lost the answer asks for the same mail again, and
 * not for a second one. What an answer begins with depends on which message it answers, and that may not be the newest
 * any more.
 */
export type Asked = { key: string; answered?: string };

export type WholeLetter = Required<Omit<Letter, "from" | "asked">>;

/** With something changed it is another letter: the API takes no key with two of them. */
export const changed = (letter: Letter | undefined, part: Letter): Letter => ({
  ...letter,
  ...part,
  asked: undefined,
});

/** What a letter is kept under: an answer with its thread; one to several people, or to whomever, apart. */
export const keptAs = (threadId?: string | null) => (threadId ? `thread:${threadId}` : "people");

/** The letter with all that nobody has changed: an answer goes to everybody, and quotes what it answers. */
export function beginning(letter: Letter, start?: AnswerStart, to?: string): WholeLetter {
  const all = letter.all ?? true;
  const begun = (all && start?.reply_all) || start?.reply;
  return {
    to: letter.to ?? begun?.to ?? (to ? [to] : []),
    cc: letter.cc ?? begun?.cc ?? [],
    bcc: letter.bcc ?? [],
    subject: letter.subject ?? "",
    text: letter.text ?? "",
    files: letter.files ?? [],
    quoted: letter.quoted ?? true,
    all,
  };
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/;
const NAMED = /^\s*"?(.*?)"?\s*<([^<>]*)>\s*$/;

/** The address out of `Ida Okafor <ida@example.org>`. */
export const addressOf = (written: string) => NAMED.exec(written)?.[2]?.trim() ?? written.trim();
/** What a chip says: the name, else the address. */
export const shownOf = (written: string) => NAMED.exec(written)?.[1]?.trim() || addressOf(written);
/** Is it an address at all? Kith and Gmail look closer. */
export const isAddress = (written: string) => ADDRESS.test(addressOf(written));

/** `Ida Okafor <ida@example.org>`, so that it can be read again. */
export const named = (name: string, address: string) => {
  const plain = name.replace(/[<>"\\]/g, "").trim();
  return plain ? `${plain} <${address}>` : address;
};

/** `"Okafor, Ida" <ida@example.org>`: also whoever reads addresses at commas alone takes it for one (RFC 5322, 3.2.4). */
export const quoted = (name: string, address: string) => {
  const plain = name.replace(/[<>"\\]/g, "").trim();
  return plain ? `"${plain}" <${address}>` : address;
};

/** Several addresses, as they are pasted: apart at commas, semicolons and line ends that are in no quotes. */
export const apart = (text: string) =>
  (text.match(/(?:"[^"]*"|[^,;\n"])+/g) ?? []).map((one) => one.trim()).filter(Boolean);

/** The list with these added, no address twice. */
export function joined(list: string[], more: string[]) {
  const found = new Map(list.map((one) => [addressOf(one).toLowerCase(), one]));
  for (const one of more)
    if (!found.has(addressOf(one).toLowerCase())) found.set(addressOf(one).toLowerCase(), one);
  return [...found.values()];
}

/** Has it failed, or can it still be taken back? */
export const isUnsent = (item: OutboxItem) =>
  item.kind === "send" && (item.state === "failed" || item.undo_until !== null);

/** What was taken back, as a letter: what it quoted stands in its text already. */
export const asLetter = ({ attachments, ...written }: Written): Letter => ({
  ...written,
  files: attachments,
  quoted: false,
});

/** What was taken back, with what was written since: nobody's words are lost, and none stand there twice. */
export function returned(letter: Letter, since: Letter = {}): Letter {
  const [text = "", more = ""] = [letter.text, since.text];
  return changed(letter, {
    text: text.trim() === more.trim() ? text : [text, more].filter(Boolean).join("\n\n"),
    files: [...(letter.files ?? []), ...without(since.files, letter.files)],
  });
}

/** What is there once `sent` has gone: words of another window, and files that took longer. */
export function remaining(now: Letter | undefined, sent: Letter): Letter | undefined {
  const text = now?.text === sent.text ? undefined : now?.text;
  const files = without(now?.files, sent.files);
  return text || files.length > 0 ? { text, files } : undefined;
}

const without = (files: OutboxFile[] = [], others: OutboxFile[] = []) =>
  files.filter(({ id }) => !others.some((other) => other.id === id));
