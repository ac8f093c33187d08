"use client";

import { useQuery } from "@tanstack/react-query";
import * as aiQueries from "@/api/ai-queries";
import type { ModelUsage } from "@/api/types";
import { ProblemNote } from "@/components/ui/problem-note";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { cost, money, taken, terms } from "@/lib/ai/words";
import { count, dateOnly } from "@/lib/format";

const SHOWN = 10; // days and features; the API has all

/** Which language models are set, what one would add, and what they cost. */
export function Model() {
  const query = useQuery(aiQueries.usage);
  return (
    <Section title="Model">
      {query.data ? (
        query.data.models.configured ? (
          <Configured usage={query.data} />
        ) : (
          <Unset />
        )
      ) : query.error ? (
        <ProblemNote error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <RowsSkeleton rows={1} />
      )}
    </Section>
  );
}

const WAYS = [
  ["A vendor’s key", "KITH_LLM_MODEL=anthropic:claude-opus-5-5", "ANTHROPIC_API_KEY=…"],
  ["A server of your own", "KITH_LLM_MODEL=llama3.2", "KITH_LLM_BASE_URL=http://127.0.0.1:11434/v1"],
];

function Unset() {
  return (
    <>
      <p className="max-w-2xl text-soft">
        No language model is set, and everything works without one: Kith shows what your mail says. One is for
        what takes writing: answers in sentences that cite their mail, and drafts in your voice. Whoever runs
        this Kith sets it, with a vendor’s key or with a server of their own, from which nothing leaves.
      </p>
      <dl className="panel mt-4 divide-y divide-line">
        {WAYS.map(([way, ...lines]) => (
          <div key={way} className="grid gap-x-4 px-4 py-3 sm:grid-cols-[10rem_1fr] sm:px-5">
            <dt className="label pt-0.5">{way}</dt>
            {lines.map((line) => (
              <dd key={line} className="min-w-0 font-mono text-sm break-all sm:col-start-2">
                {line}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </>
  );
}

function Configured({ usage: { models, budget, lines, since } }: { usage: ModelUsage }) {
  const isPriced = models.chain.some((model) => model.input_micro_usd !== null);
  const isUnpriced = models.chain.some((model) => model.input_micro_usd === null);
  return (
    <>
      <ol aria-label="Models" className="panel divide-y divide-line">
        {models.chain.map((model, place) => (
          <li key={model.name} className="px-4 py-3 sm:px-5">
            <p className="font-medium break-words">
              {model.name}
              {place > 0 && <span className="font-normal text-faint"> · where the one before fails</span>}
            </p>
            {model.simulated && (
              <p className="text-sm">A simulated model: it understands nothing, and shows how Kith works.</p>
            )}
            <p className="text-sm text-soft">{terms(model)}</p>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-sm text-soft">
        {models.anonymised
          ? "People, addresses, numbers and links in what it is told are replaced by placeholders before they leave, and put back in what it answers."
          : models.chain.every((model) => model.here)
            ? "It runs here: nothing that it is told leaves."
            : "It is told who people are: KITH_LLM_ANONYMISE is off."}
      </p>
      <div className="mt-4 space-y-3">
        {isPriced && (
          <Budget
            label="Spent today"
            used={budget.used_micro_usd}
            most={budget.micro_usd}
            text={`${money(budget.used_micro_usd)} of ${money(budget.micro_usd)} that models may cost you a day`}
          />
        )}
        {isUnpriced && (
          <Budget
            label="Tokens today"
            used={budget.used_tokens}
            most={budget.tokens}
            text={`${count(budget.used_tokens)} of ${count(budget.tokens)} tokens a day of models without a known price`}
          />
        )}
      </div>
      <p className="mt-4 text-soft">
        {lines.length > 0
          ? `Since ${dateOnly(since)}: ${cost(lines)}.`
          : "Nothing was asked of it in the last 30 days."}{" "}
        {isPriced && <span className="text-sm text-faint">Prices: {models.prices}.</span>}
      </p>
      {lines.length > 0 && (
        <ul aria-label="What models cost" className="panel mt-3 divide-y divide-line">
          {lines.slice(0, SHOWN).map((line) => (
            <li key={line.day + line.model + line.feature} className="px-4 py-3 sm:px-5">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <p className="min-w-0 break-words">
                  <span className="font-medium">{line.feature}</span> · {dateOnly(line.day)} · {line.model}
                </p>
                <p className="text-sm text-soft tabular-nums">{cost([line])}</p>
              </div>
              <p className="text-sm text-soft">{taken(line)}</p>
            </li>
          ))}
        </ul>
      )}
      {lines.length > SHOWN && (
        <p className="mt-2 text-sm text-faint">{count(lines.length - SHOWN)} more lines are in the API.</p>
      )}
    </>
  );
}

type BudgetProps = { label: string; used: number; most: number; text: string };

function Budget({ label, used, most, text }: BudgetProps) {
  return (
    <div>
      <ProgressBar
        label={label}
        value={most > 0 ? used / most : 1}
        text={text}
        tone={used >= most ? "clay" : "accent"}
      />
      <p className="mt-1 text-sm text-soft">{text}</p>
    </div>
  );
}
