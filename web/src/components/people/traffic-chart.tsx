"use client";

import { type PointerEvent, useDeferredValue, useState } from "react";
import { count } from "@/lib/format";
import type { Bar } from "@/lib/people/timeline";

const HEIGHT = 56; // of each half

/** What came above the line, what went beneath it. */
export function TrafficChart({ all, name }: { all: Bar[]; name: string }) {
  const [at, setAt] = useState<number | null>(null);
  const isDrawn = useDeferredValue(true, false); // the table after the picture: each is work for the browser
  const most = Math.max(1, ...all.flatMap((bar) => [bar.sent, bar.received]));
  const shown = at === null ? undefined : all[at];
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    setAt(Math.min(all.length - 1, Math.max(0, Math.floor(share * all.length))));
  };
  return (
    <>
      <figcaption className="mb-4 flex min-h-6 flex-wrap items-center gap-x-5 gap-y-1 text-sm text-soft">
        <Key colour="bg-clay" text={`${name} wrote`} value={shown?.received} />
        <Key colour="bg-accent" text="You wrote" value={shown?.sent} />
      </figcaption>
      <svg
        viewBox={`0 0 ${all.length * 10} ${HEIGHT * 2 + 2}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block w-full"
        style={{ height: HEIGHT * 2 + 2 }}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
      >
        {/* A path for all, not an element for each: there may be hundreds. */}
        <g opacity={shown ? 0.45 : 1}>
          <Halves bars={all} most={most} />
        </g>
        {shown && <Halves bars={[shown]} most={most} from={at ?? 0} />}
        <rect y={HEIGHT} width={all.length * 10} height="1.5" className="fill-line" />
      </svg>
      <Years all={all} shown={shown?.label} />
      {isDrawn && <Table all={all} name={name} />}
    </>
  );
}

type HalvesProps = { bars: Bar[]; most: number; from?: number };

/** Bars from place `from` on, what came and what went. */
function Halves({ bars, most, from = 0 }: HalvesProps) {
  const bar = (index: number, y: number, height: number) =>
    height > 0 ? `M${(from + index) * 10 + 1.5} ${y}h7v${height}h-7z` : "";
  const high = (mails: number) => Number(((mails / most) * HEIGHT).toFixed(2));
  const up = bars.map(({ received }, index) => bar(index, HEIGHT - high(received), high(received)));
  const down = bars.map(({ sent }, index) => bar(index, HEIGHT + 2, high(sent)));
  return (
    <>
      <path d={up.join("")} className="fill-clay" />
      <path d={down.join("")} className="fill-accent" />
    </>
  );
}

function Key({ colour, text, value }: { colour: string; text: string; value?: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className={`size-2.5 rounded-sm ${colour}`} />
      {text}
      <span className="min-w-[4ch] font-medium text-ink tabular-nums">
        {value === undefined ? "" : count(value)}
      </span>
    </span>
  );
}

/** Beneath the bars, and what is pointed at in its place: above them it would take a line of its own, and move them. */
function Years({ all, shown }: { all: Bar[]; shown?: string }) {
  // The first bar names its year too, where the next year's name leaves room.
  const room = all.slice(1, Math.ceil(all.length / 8)).every((bar) => !bar.firstOfYear);
  const starts = all.flatMap((bar, index) =>
    bar.firstOfYear || (index === 0 && room) ? [{ year: bar.year, index }] : [],
  );
  const every = Math.ceil(starts.length / 7);
  return (
    <div aria-hidden className="relative mt-2 h-4 text-xs text-faint tabular-nums">
      {starts
        .filter(({ index }, at) => at % every === 0 && index / all.length < 0.93)
        .map(({ year, index }) => (
          <span key={year} className="absolute" style={{ left: `${(index / all.length) * 100}%` }}>
            {year}
          </span>
        ))}
      {shown && <span className="absolute right-0 bg-surface pl-2 text-soft">{shown}</span>}
    </div>
  );
}

/** The same for those who do not see the chart. */
function Table({ all, name }: { all: Bar[]; name: string }) {
  return (
    <table className="sr-only">
      <caption>Messages by month</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">{name} wrote</th>
          <th scope="col">You wrote</th>
        </tr>
      </thead>
      <tbody>
        {all
          .filter((bar) => bar.sent + bar.received > 0)
          .map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              <td>{bar.received}</td>
              <td>{bar.sent}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
