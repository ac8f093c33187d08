import type { Strength } from "@/api/types";
import { monthOfYear } from "@/lib/format";
import { percent } from "@/lib/people/strength";

const [WIDTH, HEIGHT] = [300, 60];

/** How close somebody was at the end of each month, by mail. */
export function HistoryChart({ points }: { points: Strength["history"] }) {
  const shown = points.map(({ month, strength }, index) => ({
    label: monthOfYear(new Date(`${month}T00:00:00Z`)),
    value: percent(strength),
    x: points.length > 1 ? (index / (points.length - 1)) * WIDTH : WIDTH,
    y: HEIGHT - strength * HEIGHT,
  }));
  const line = shown.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-24 w-full overflow-visible"
      >
        <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} className="fill-accent" opacity="0.15" />
        <polyline
          points={line}
          className="fill-none stroke-accent"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
        <rect y={HEIGHT} width={WIDTH} height="0.5" className="fill-line" />
      </svg>
      <div aria-hidden className="mt-2 flex justify-between text-xs text-faint">
        <span>{shown[0]?.label}</span>
        {shown.length > 1 && <span>{shown.at(-1)?.label}</span>}
      </div>
      <table className="sr-only">
        <caption>How close, by month</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Of 100</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ label, value }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
