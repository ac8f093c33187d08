/** The page's language, whatever the browser's: its words are English, so its dates and numbers are, with a 24-hour clock. */
export const LANGUAGE = "en-GB";

/** Made at its first use: to make one takes some milliseconds, and a page that opens needs few of them. */
function lazy<T>(make: () => T) {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const time = (options: Intl.DateTimeFormatOptions) => lazy(() => new Intl.DateTimeFormat(LANGUAGE, options));
const number = lazy(() => new Intl.NumberFormat(LANGUAGE));
const compact = lazy(
  () => new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 }),
);
const relative = lazy(() => new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }));
const day = time({ day: "numeric", month: "short" });
const dayOfYear = time({ day: "numeric", month: "short", year: "numeric" });
const clock = time({ hour: "2-digit", minute: "2-digit" });
const full = time({ dateStyle: "full", timeStyle: "short" });
const longMonth = time({ month: "long", year: "numeric", timeZone: "UTC" });

// Below a thousand nothing is grouped: the most pages then need no number format.
export const count = (value: number) => (value < 1000 ? String(value) : number().format(value));
export const short = (value: number) => (value < 10_000 ? number() : compact()).format(value);
export const plural = (value: number, one: string, many = `${one}s`) =>
  `${count(value)} ${value === 1 ? one : many}`;
export const exact = (iso: string) => full().format(new Date(iso));
export const dateOnly = (iso: string) => dayOfYear().format(new Date(iso));
/** "March 2026", of a date in UTC. */
export const monthOfYear = (date: Date) => longMonth().format(date);

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365.25 * 86400],
  ["month", 30.44 * 86400],
  ["week", 7 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 days ago", "yesterday", "just now". */
export function ago(iso: string, now = Date.now()) {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative().format(Math.round(seconds / size), unit);
  }
  return "just now";
}

/** As an inbox says it: the hour today, the day this year, else with the year. */
export function stamp(iso: string, now = new Date()) {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return clock().format(date);
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear)().format(date);
}

/** "about 2 minutes", for the time that is left. */
export function duration(seconds: number) {
  if (seconds < 5) return "a few seconds";
  if (seconds < 90) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} seconds`;
  if (seconds < 90 * 60) return `about ${plural(Math.round(seconds / 60), "minute")}`;
  return `about ${plural(Math.round(seconds / 3600), "hour")}`;
}

/** Bytes with a unit that fits. */
export function bytes(size: number) {
  const units = ["B", "KB", "MB", "GB"];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** One or two letters that stand for a name in any script. */
export function initials(name: string) {
  const words = name
    .replace(/[^\p{L}\p{N}\s]/gu, " ")
    .split(/\s+/)
    .filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? [...(words.at(-1) ?? "")][0] : "";
  return (first + (last ?? "")).toUpperCase();
}

/** A steady hue for a name or address. */
export function hue(text: string) {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return [25, 55, 85, 130, 165, 200, 245, 290, 330, 355][hash % 10] ?? 165;
}
