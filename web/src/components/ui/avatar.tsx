import type { CSSProperties } from "react";
import { hue, initials } from "@/lib/format";

type Props = { name: string; seed: string; size?: number | "row"; strength?: number };

const RING = 4; // pixels between a face and the outside of its ring
const ROW = 38; // pixels that the drawing takes a row's face for, whichever size it has: it is scaled

/** Initials in a colour of their own; with `strength`, a ring that is as full as the relationship is strong. */
export function Avatar({ name, seed, size = 40, strength }: Props) {
  const width = size === "row" ? "var(--row-face)" : `${size}px`;
  const style = { "--hue": hue(seed), width, height: width, fontSize: `calc(${width} * 0.36)` };
  const disc = (
    <span
      aria-hidden
      style={style as CSSProperties}
      className="tint inline-grid shrink-0 place-items-center rounded-full font-medium tracking-tight select-none"
    >
      {initials(name || seed)}
    </span>
  );
  if (strength === undefined) return disc;
  const outer = (size === "row" ? ROW : size) + 2 * RING;
  const radius = outer / 2 - 1.25;
  return (
    <span className="relative inline-grid shrink-0 place-items-center" style={{ padding: RING }}>
      {disc}
      <svg aria-hidden="true" viewBox={`0 0 ${outer} ${outer}`} className="absolute inset-0 -rotate-90">
        <g fill="none" strokeWidth="2">
          <circle cx={outer / 2} cy={outer / 2} r={radius} className="stroke-line" />
          <circle
            cx={outer / 2}
            cy={outer / 2}
            r={radius}
            pathLength="100"
            strokeLinecap="round"
            strokeDasharray={`${Math.max(strength * 100, 0.01)} 100`}
            className="stroke-accent"
          />
        </g>
      </svg>
    </span>
  );
}
