import { type PointerEvent, useDeferredValue, useState } from "react";
import type { Analytics } from "@/api/types";
import { count } from "@/lib/format";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const [WIDTH, HEIGHT] = [280, 84];
const [LEFT, STEP, LINE] = [16, 11, 10.5]; // of the cells: where they begin, and from one to the next
const SHADES = 8;
const CELL =
  "h7a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1 -1.5 1.5h-7a1.5 1.5 0 0 1 -1.5 -1.5v-6.5a1.5 1.5 0 0 1 1.5 -1.5z";

/** In which hours of the week mail comes and goes: the more, the darker. */
export function WeekChart({ week }: { week: Analytics["week"] }) {
  const [pointed, setPointed] = useState("");
  const isDrawn = useDeferredValue(true, false); // the table after the picture: each is work for the browser
  const at = new Map(week.map((one) => [`${one.weekday} ${one.hour}`, one.sent + one.received]));
  const most = Math.max(1, ...at.values());
  const mails = (day: number, hour: number) => at.get(`${day + 1} ${hour}`) ?? 0;
  // A path for each shade, not an element for each hour of the week.
  const shades = Array.from({ length: SHADES + 1 }, () => "");
  for (const day of DAYS.keys()) {
    for (const hour of HOURS) {
      const shade = Math.ceil((mails(day, hour) / most) * SHADES);
      shades[shade] += `M${LEFT + hour * STEP + 1.5} ${day * LINE}${CELL}`;
    }
  }
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const hour = Math.floor((((event.clientX - left) / width) * WIDTH - LEFT) / STEP);
    const day = Math.floor((((event.clientY - top) / height) * HEIGHT) / LINE);
    const name = HOURS.includes(hour) && DAYS[day];
    setPointed(name ? `${name}, ${hour}:00: ${count(mails(day, hour))}` : "");
  };
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        aria-hidden="true"
        className="block w-full"
        onPointerMove={point}
      >
        {pointed && <title>{pointed}</title>}
        {DAYS.map((name, day) => (
          <text key={name} x="0" y={day * LINE + 8} className="fill-soft" fontSize="6.5">
            {name.slice(0, 2)}
          </text>
        ))}
        {shades.map((cells, shade) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: it is what they differ by
            key={shade}
            d={cells}
            className={shade ? "fill-accent" : "fill-sunken"}
            opacity={shade ? 0.2 + (0.8 * shade) / SHADES : 1}
          />
        ))}
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={LEFT + hour * STEP} y="82" className="fill-soft" fontSize="6.5">
            {`${hour}:00`}
          </text>
        ))}
      </svg>
      {isDrawn && (
        <div className="sr-only">
          <table>
            <caption>Messages by day and hour</caption>
            <thead>
              <tr>
                <th scope="col">Hour</th>
                {DAYS.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {HOURS.filter((hour) => DAYS.some((_, day) => mails(day, hour))).map((hour) => (
                <tr key={hour}>
                  <th scope="row">{`${hour}:00`}</th>
                  {DAYS.map((name, day) => (
                    <td key={name}>{mails(day, hour)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}
