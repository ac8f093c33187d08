import { Fragment } from "react";

export type KeyRow = { keys: string[]; what: string };

/** Keys and what they do. */
export function KeyList({ rows }: { rows: KeyRow[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5 text-sm">
      {rows.map(({ keys, what }) => (
        <Fragment key={what}>
          <dt className="flex gap-1">
            {keys.map((key) => (
              <kbd
                key={key}
                className="min-w-7 rounded-md border border-line bg-sunken px-2 py-0.5 text-center"
              >
                {NAMES[key] ?? key}
              </kbd>
            ))}
          </dt>
          <dd className="text-soft">{what}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", I: "Shift I", U: "Shift U" };
