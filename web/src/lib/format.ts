/**
 * The page's language, whatever the browser's: its words are English, so its dates and numbers are, with a 24-hour clock.
 *
 * Written out, as CLDR has it for this language, and not by `Intl`, whose first formatter took 17 of the 206 ms of script
 * that opened the list of people.
 */
export const LANGUAGE = "en-GB";

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const month = (date: Date) => MONTHS[date.getMonth()] ?? "";
/** Three letters; four for "Sept". */
const day = (date: Date) => `${date.getDate()} ${month(date).slice(0, date.getMonth() === 8 ? 4 : 3)}`;
const two = (value: number) => String(value).padStart(2, "0");
const clock = (date: Date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const dayOfYear = (date: Date) => `${day(date)} ${date.getFullYear()}`;

/** A whole number, its thousands apart. */
export const count = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
/** "9,876", "12.3k", "4m". */
export const short = (value: number) => {
  if (value < 10_000) return count(value);
  const millions = value >= 999_950;
  return `${Number((value / (millions ? 1e6 : 1e3)).toFixed(1))}${millions ? "m" : "k"}`;
};
export const plural = (value: number, one: string, many = `${one}s`) =>
  `${count(value)} ${value === 1 ? one : many}`;
/** "Monday 1 June 2026 at 10:00". */
export const exact = (iso: string) => {
  const date = new Date(iso);
  return `${DAYS[date.getDay()]} ${date.getDate()} ${month(date)} ${date.getFullYear()} at ${clock(date)}`;
};
export const dateOnly = (iso: string) => dayOfYear(new Date(iso));
/** "March 2026", of a date in UTC. */
export const monthOfYear = (date: Date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;

const STEPS: [unit: string, seconds: number, before?: string, after?: string][] = [
  ["year", 365.25 * 86400, "last year", "next year"],
  ["month", 30.44 * 86400, "last month", "next month"],
  ["week", 7 * 86400, "last week", "next week"],
  ["day", 86400, "yesterday", "tomorrow"],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 days ago", "yesterday", "in 2 hours", "just now". */
export function ago(iso: string, now = Date.now()) {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  for (const [unit, size, before, after] of STEPS) {
    if (Math.abs(seconds) < size) continue;
    const many = Math.round(Math.abs(seconds) / size);
    const word = seconds < 0 ? before : after;
    if (many === 1 && word) return word;
    return seconds < 0 ? `${plural(many, unit)} ago` : `in ${plural(many, unit)}`;
  }
  return "just now";
}

/** As an inbox says it: the hour today, the day this year, else with the year. */
export function stamp(iso: string, now = new Date()) {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return clock(date);
  return date.getFullYear() === now.getFullYear() ? day(date) : dayOfYear(date);
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
