"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { api, call } from "@/api/client";
import type { EnrichmentSource } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { When } from "@/components/ui/when";
import { dollars, fieldName, keyName, sourceName } from "@/lib/enrichment/words";
import { count, plural } from "@/lib/format";

// LinkedIn: see docs/enrichment-sources.md.
const NOBODY =
  "Is asked about nobody: it shows whoever signs in there their own profile. " +
  "The connections of your data export can be imported under Settings.";

type Wish = { enabled?: boolean; monthly_units?: number | null };

/** One source: what it tells, what it is sent, what it costs, and the switch. */
export function SourceRow({ source }: { source: EnrichmentSource }) {
  const client = useQueryClient();
  const about = useId();
  const [wished, setWished] = useState<boolean>(); // shown from the click on, until the answer is
  const change = useMutation({
    mutationFn: (wish: Wish) =>
      call(api.PATCH("/api/v1/enrichment/sources", { body: { source: source.name, ...wish } })),
    onError: useProblemToast(),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ["sources"] });
      setWished(undefined);
    },
  });
  const name = sourceName(source.name);
  const isAsked = source.sent.length > 0;
  return (
    <li className="px-4 py-4 sm:px-5">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="font-medium">{name}</p>
          <p id={about} className="text-sm text-soft">
            {isAsked ? `Is sent ${sentTo(source)}. ${cost(source)}` : NOBODY}
          </p>
        </div>
        {isAsked && (
          <label className="flex min-h-10 shrink-0 cursor-pointer items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              checked={wished ?? source.enabled}
              disabled={change.isPending || source.needs !== null}
              aria-describedby={about}
              onChange={(event) => {
                setWished(event.target.checked);
                change.mutate({ enabled: event.target.checked });
              }}
              className="size-5 accent-accent"
            />
            <span>
              Ask<span className="sr-only"> {name}</span>
            </span>
          </label>
        )}
      </div>
      <p className="mt-1 text-sm text-faint">
        Tells {[...new Set(source.fields.map(fieldName))].join(", ")}.{" "}
        {source.keep_days !== null &&
          `Its answers are kept for ${plural(source.keep_days, "day")} at the most. `}
        <a
          href={source.link}
          target="_blank"
          rel="noopener noreferrer"
          className="rounded text-accent underline"
        >
          {source.attribution}
        </a>
      </p>
      {source.needs && isAsked && (
        <p className="mt-2 text-sm text-warn">Whoever runs this Kith has to set {source.needs} first.</p>
      )}
      {source.budget && source.enabled && (
        <Budget
          key={source.budget.units}
          source={source}
          onChange={(units) => change.mutate({ monthly_units: units })}
        />
      )}
      {source.resting_until && (
        <p className="mt-2 text-sm text-warn">
          Rests until <When at={source.resting_until} />. {source.resting_reason}
        </p>
      )}
      {source.last_error && <p className="mt-2 text-sm text-bad">Its last call: {source.last_error}</p>}
    </li>
  );
}

type BudgetProps = { source: EnrichmentSource; onChange: (units: number | null) => void };

function Budget({ source, onChange }: BudgetProps) {
  const field = useId();
  if (!source.budget) return null;
  const { units, used, micro_usd } = source.budget;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-soft">
      <span className="tabular-nums">
        {count(used)} of {plural(units, "credit")} used this month
        {micro_usd > 0 && `, ${dollars(micro_usd)}`}
      </span>
      <span className="flex items-center gap-2">
        <label htmlFor={field}>Your credits a month at {sourceName(source.name)}</label>
        <input
          id={field}
          type="number"
          min={0}
          max={1_000_000}
          defaultValue={units}
          onBlur={(event) => {
            const wished = event.target.value === "" ? null : Number(event.target.value);
            if (wished !== units && event.target.validity.valid) onChange(wished);
          }}
          className="min-h-10 w-24 rounded-lg border border-line bg-surface px-3 tabular-nums"
        />
      </span>
    </div>
  );
}

const sentTo = ({ sent }: EnrichmentSource) =>
  sent.map((keys) => keys.map((key) => `the ${keyName(key)}`).join(" and ")).join(", or ");

function cost({ price_units, price_micro_usd, nothing_is_billed }: EnrichmentSource) {
  if (!price_units && !price_micro_usd) return "Free.";
  const money = price_micro_usd ? ` (${dollars(price_micro_usd)})` : "";
  return `A call costs ${plural(price_units, "credit")}${money}${nothing_is_billed ? ", also where nothing is found" : " where it finds somebody"}.`;
}
