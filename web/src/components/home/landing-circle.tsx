import type { CSSProperties } from "react";

const RINGS = [62, 112, 164];
// Angle in degrees, ring, size, hue: chosen by eye.
const DOTS: [number, number, number, number][] = [
  [20, 0, 15, 165],
  [200, 0, 13, 55],
  [75, 1, 12, 25],
  [150, 1, 14, 200],
  [255, 1, 11, 290],
  [330, 1, 12, 85],
  [10, 2, 9, 330],
  [50, 2, 7, 130],
  [110, 2, 10, 245],
  [165, 2, 7, 25],
  [222, 2, 9, 85],
  [285, 2, 8, 165],
  [318, 2, 6, 200],
];

/** You in the middle, those you know around you: decoration only. */
export function LandingCircle() {
  return (
    <svg
      viewBox="-190 -190 380 380"
      aria-hidden="true"
      className="mx-auto w-full max-w-[19rem] lg:max-w-[30rem]"
    >
      <g className="fill-none stroke-line">
        {RINGS.map((radius) => (
          <circle key={radius} r={radius} />
        ))}
      </g>
      {DOTS.map(([angle, ring, size, hue]) => {
        const at = (angle * Math.PI) / 180;
        const [x, y] = [(RINGS[ring] ?? 0) * Math.cos(at), (RINGS[ring] ?? 0) * Math.sin(at)].map((n) =>
          n.toFixed(1),
        );
        return (
          <g key={angle} style={{ "--hue": hue } as CSSProperties}>
            {ring === 0 && <line x2={x} y2={y} className="stroke-accent" strokeWidth="1.25" opacity=".4" />}
            <circle cx={x} cy={y} r={size + 4} className="fill-paper" />
            <circle cx={x} cy={y} r={size} className="tint-fill" />
          </g>
        );
      })}
      <circle r="24" className="fill-paper" />
      <circle r="19" className="fill-accent" />
    </svg>
  );
}
