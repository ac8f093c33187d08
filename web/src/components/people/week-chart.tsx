import type { Analytics } from "@/api/types";
import { count } from "@/lib/format";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** In which hours of the week mail comes and goes: the more, the darker. */
export function WeekChart({ week }: { week: Analytics["week"] }) {
  const at = new Map(week.map((one) => [`${one.weekday} ${one.hour}`, one.sent + one.received]));
  const most = Math.max(1, ...at.values());
  const mails = (day: number, hour: number) => at.get(`${day + 1} ${hour}`) ?? 0;
  return (
    <figure>
      <svg viewBox="0 0 280 84" aria-hidden="true" className="block w-full">
        {DAYS.map((name, day) => (
          <g key={name}>
            <text x="0" y={day * 10.5 + 8} className="fill-soft" fontSize="6.5">
              {name.slice(0, 2)}
            </text>
            {HOURS.map((hour) => (
              <rect
                key={hour}
                x={16 + hour * 11}
                y={day * 10.5}
                width="10"
                height="9.5"
                rx="1.5"
                className={mails(day, hour) ? "fill-accent" : "fill-sunken"}
                opacity={mails(day, hour) ? 0.2 + (0.8 * mails(day, hour)) / most : 1}
              >
                <title>{`${name}, ${hour}:00: ${count(mails(day, hour))}`}</title>
              </rect>
            ))}
          </g>
        ))}
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={16 + hour * 11} y="82" className="fill-soft" fontSize="6.5">
            {`${hour}:00`}
          </text>
        ))}
      </svg>
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
    </figure>
  );
}
