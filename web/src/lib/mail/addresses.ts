/** The addresses of mail. A thread's says, after what it is, which list it stands in: beside it, or on the way back. */
import type { ThreadKey } from "@/api/types";

/** A stretch of a text: code points [start, end). */
export type Place = { start: number; end: number };

/** A list: what is looked for, or a label and a mailbox. */
export type ListOf = { q: string; label: string; mailbox: string };

export const LIST = "/threads";
export const THREAD = "/thread";
export const ALL: ListOf = { q: "", label: "all", mailbox: "" };

/** What each part is called at a list, and at a thread, whose own mailbox is another thing. */
export const nameIn = (path: string, part: keyof ListOf) =>
  part === "mailbox" && path === THREAD ? "of" : part;

const query = (path: string, list: ListOf, before: Record<string, string> = {}) => {
  const params = new URLSearchParams(before);
  for (const part of ["q", "label", "mailbox"] as const) {
    if (list[part] !== ALL[part]) params.set(nameIn(path, part), list[part]);
  }
  return params.size ? `${path}?${params}` : path;
};

export const listUrl = (list: ListOf) => query(LIST, list);

/** A thread, opened at one of its messages where one is named, and at a place in its text. */
export function threadUrl(
  { mailbox_id, id }: ThreadKey,
  list: ListOf = ALL,
  message?: string,
  place?: Place,
) {
  return query(THREAD, list, {
    mailbox: mailbox_id,
    id,
    ...(message ? { message } : {}),
    ...(place ? { place: `${place.start}-${place.end}` } : {}),
  });
}

/** The place that an address names; nothing for what is none. */
export function placeIn(param: string): Place | undefined {
  const [, start, end] = /^(\d{1,9})-(\d{1,9})$/.exec(param) ?? [];
  return start && end ? { start: Number(start), end: Number(end) } : undefined;
}

/** Which thread an address is of. */
export function threadAt(url: string): ThreadKey | undefined {
  const { pathname, searchParams } = new URL(url, window.location.href);
  if (pathname !== THREAD) return undefined;
  return { mailbox_id: searchParams.get("mailbox") ?? "", id: searchParams.get("id") ?? "" };
}
