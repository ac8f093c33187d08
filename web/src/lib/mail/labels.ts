/** What labels are called, and which of them keep mail out of lists. */
import type { Label } from "@/api/types";

/** Gmail's own that say where mail is, or how it is, in a person's words. */
const GMAILS: Record<string, string> = {
  INBOX: "Inbox",
  SENT: "Sent",
  STARRED: "Starred",
  IMPORTANT: "Important",
  UNREAD: "Unread",
  DRAFT: "Draft",
  SPAM: "Spam",
  TRASH: "Trash",
  CHAT: "Chat",
  CATEGORY_PERSONAL: "Primary",
  CATEGORY_SOCIAL: "Social",
  CATEGORY_PROMOTIONS: "Promotions",
  CATEGORY_UPDATES: "Updates",
  CATEGORY_FORUMS: "Forums",
};
const MARKS = ["DRAFT", "SPAM", "TRASH"];

/** Is it in no list unless somebody asks for it? */
export const isHidden = ({ labels }: { labels: string[] }) => labels.some((label) => MARKS.includes(label));

export const isDraft = ({ labels }: { labels: string[] }) => labels.includes("DRAFT");

/** "Draft", "Spam", "Trash": what has to be said of mail before it is taken for something else. */
export const marksOf = (labels: string[]) =>
  MARKS.filter((mark) => labels.includes(mark)).map((mark) => GMAILS[mark] ?? mark);

/** What all labels are called; one that nobody names is left out. */
export const namesOf = (labels: string[], known: Map<string, Label>) =>
  labels.flatMap((id) => GMAILS[id] ?? known.get(id)?.name ?? []);

const BEST = 4.5; // contrast of small text: WCAG 2.2, success criterion 1.4.3

/** A label's colours as its owner chose them, unless nobody could read that: then black or white on their ground. */
export function colorsOf({ color }: Label) {
  if (!color) return undefined;
  const ground = luminance(color.background);
  const text = [color.text, "#ffffff", "#000000"].find((one) => contrast(luminance(one), ground) >= BEST);
  return { color: text, backgroundColor: color.background };
}

/** Relative luminance as WCAG 2.2 defines it, of #rrggbb. */
function luminance(hex: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (one: number, other: number) =>
  (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
