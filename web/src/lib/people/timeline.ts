/** Months of traffic as the bars of a chart: gaps filled, and long years together so that bars stay visible. */
import type { TrafficMonth } from "@/api/types";
import { monthOfYear } from "@/lib/format";

export type Bar = {
  label: string;
  year: number;
  firstOfYear: boolean;
  sent: number;
  received: number;
  shared: number;
};

const MOST = 84; // bars that a phone can show

export function bars(months: TrafficMonth[], now = new Date()): Bar[] {
  if (months.length === 0) return [];
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const indices = months.map((month) => index(month.month));
  const last = Math.max(...indices, now.getUTCFullYear() * 12 + now.getUTCMonth());
  // At least a year, so that a new acquaintance is not one fat bar.
  const first = Math.min(...indices, last - 11);
  const step = [1, 3, 12].find((size) => (last - first + 1) / size <= MOST) ?? 12;
  const start = first - (first % step);
  const found: Bar[] = [];
  for (let at = start; at <= last; at += step) found.push(empty(at, step));
  for (const month of months) {
    const bar = found[Math.floor((index(month.month) - start) / step)];
    if (!bar) continue;
    bar.sent += month.sent;
    bar.received += month.received;
    bar.shared += month.shared;
  }
  return found;
}

function empty(at: number, step: number): Bar {
  const year = Math.floor(at / 12);
  const month = at % 12;
  return { label: label(year, month, step), year, firstOfYear: month === 0, sent: 0, received: 0, shared: 0 };
}

function label(year: number, month: number, step: number) {
  if (step === 12) return String(year);
  if (step === 3)
    return `${["January to March", "April to June", "July to September", "October to December"][month / 3]} ${year}`;
  return monthOfYear(new Date(Date.UTC(year, month, 1)));
}
