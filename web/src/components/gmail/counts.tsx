import type { Mailbox } from "@/api/types";
import { count, short } from "@/lib/format";

/** What the copy holds. */
export function Counts({ mailbox }: { mailbox: Mailbox }) {
  const { counts } = mailbox;
  const cells: [string, number, string?][] = [
    ["Known", counts.listed],
    ["Stored", counts.stored],
    ["Could not be stored", counts.dead, counts.dead ? "text-bad" : undefined],
    ["Deleted since", counts.gone],
    ["Threads", counts.threads],
    ["People", counts.contacts],
    ["Companies", counts.companies],
    ["Searched for people", counts.extracted],
  ];
  return (
    <dl className="panel grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-4">
      {cells.map(([name, value, tone]) => (
        <div key={name} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5 sm:px-5">
          <dd title={count(value)} className={`text-xl tabular-nums ${tone ?? ""}`}>
            {short(value)}
          </dd>
          <dt className="label mb-0.5">{name}</dt>
        </div>
      ))}
    </dl>
  );
}
