import Link from "next/link";
import type { SourceCall } from "@/api/types";
import { When } from "@/components/ui/when";
import { callState, dollars, fieldName, keyName, sourceName } from "@/lib/enrichment/words";
import { plural } from "@/lib/format";

/** One call: who was asked, with what, when, and what came of it. `named`: with a link to whom it was about. */
export function CallRow({ call, named }: { call: SourceCall; named?: boolean }) {
  const sent = Object.entries(call.sent);
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="min-w-0">
          <span className="font-medium">{sourceName(call.source)}</span> {callState(call.state)}
          {named && call.contact_id && (
            <>
              {" · "}
              <Link
                href={`/contact?id=${call.contact_id}`}
                prefetch={false}
                className="rounded text-accent underline"
              >
                About whom
              </Link>
            </>
          )}
        </p>
        <p className="text-sm text-faint">
          <When at={call.began_at} relative />
          {call.units > 0 && ` · ${plural(call.units, "credit")}`}
          {call.micro_usd > 0 && ` · ${dollars(call.micro_usd)}`}
        </p>
      </div>
      <p className="text-sm break-words text-soft">
        Sent: {sent.map(([key, value]) => `${keyName(key)} ${value}`).join(", ")}
      </p>
      {call.error && <p className="text-sm text-bad">{call.error}</p>}
      {call.told.length > 0 && (
        <details className="mt-1 text-sm">
          <summary className="min-h-8 cursor-pointer rounded py-1 text-accent">
            {plural(call.told.length, "value")} told
          </summary>
          <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[9rem_1fr]">
            {call.told.map((one) => (
              <div key={one.about + one.field + one.value} className="contents">
                <dt className="text-faint">
                  {one.about === "company" && "Company: "}
                  {fieldName(one.field)}
                </dt>
                <dd className="min-w-0 break-words">{one.value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
