"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import * as queries from "@/api/queries";
import type { HealthLevel, Mailbox, MailboxHealth } from "@/api/types";
import { ProblemNote } from "@/components/ui/problem-note";
import { When } from "@/components/ui/when";
import { ago, count, plural } from "@/lib/format";
import { HEALTH, isImport, TONES } from "@/lib/gmail/mailbox-state";
import { LastCheck } from "./last-check";

const ICONS: Record<HealthLevel, typeof CircleCheck> = {
  ok: CircleCheck,
  attention: TriangleAlert,
  failing: CircleX,
};

/** Is the copy what Gmail has, how is that known, and what does knowing it cost. */
export function Health({ mailbox }: { mailbox: Mailbox }) {
  const query = useQuery(queries.health(mailbox.id));
  const health = query.data;
  if (query.isPending) return null;
  return (
    <section aria-label="Health" className="panel overflow-hidden">
      {health ? (
        <>
          <Verdict health={health} />
          {!isImport(mailbox) && (
            <>
              <LastCheck mailbox={mailbox} health={health} />
              <Facts health={health} />
            </>
          )}
        </>
      ) : (
        <ProblemNote error={query.error} onRetry={() => query.refetch()} />
      )}
    </section>
  );
}

function Verdict({ health }: { health: MailboxHealth }) {
  const { word, tone } = HEALTH[health.level];
  const Icon = ICONS[health.level];
  return (
    <div className={`flex gap-3 px-4 py-4 sm:px-5 ${TONES[tone]}`}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" strokeWidth={1.75} />
      <div className="min-w-0">
        <h2 className="font-medium">{word}</h2>
        <p className="text-soft">{withoutWord(health.verdict, word)}</p>
      </div>
    </div>
  );
}

function Facts({ health }: { health: MailboxHealth }) {
  return (
    <dl className="grid gap-x-8 gap-y-4 border-t border-line px-4 py-4 sm:grid-cols-2 sm:px-5 lg:grid-cols-3">
      <Fact name="Nothing missing as of">
        {health.lag_seconds === null
          ? "not known yet"
          : ago(new Date(Date.now() - health.lag_seconds * 1000).toISOString())}
      </Fact>
      <Fact name="Gmail last announced a change">
        <Moment at={health.last_push_at} never="never" />
        {health.push_missed_at && (
          <span className="block text-sm text-warn">
            It forgot to announce one <When at={health.push_missed_at} relative />
          </span>
        )}
      </Fact>
      <Fact name="Kith last looked by itself">
        <Moment at={health.last_poll_at} never="not needed yet" />
      </Fact>
      <Fact name="Gmail announces changes">
        {health.watch_expires_at ? (
          <>
            until <When at={health.watch_expires_at} />, then renewed
          </>
        ) : (
          "no, so Kith looks by itself"
        )}
      </Fact>
      <Quota quota={health.quota} />
    </dl>
  );
}

function Quota({ quota }: { quota: MailboxHealth["quota"] }) {
  if (!quota) return <Fact name="What Kith asks of Gmail">not known now</Fact>;
  const { person = 0, push = 0, backfill = 0 } = quota.lanes;
  return (
    <>
      <Fact name="Asked of Gmail this minute">
        {share(quota)} of what Google allows
        <span className="block text-sm text-faint">
          {count(quota.minute)} of {plural(quota.minute_limit, "unit")}
        </span>
        {quota.paused_seconds > 0 && (
          <span className="block text-sm text-warn">
            Gmail asks to wait {plural(Math.ceil(quota.paused_seconds), "second")}
          </span>
        )}
      </Fact>
      <Fact name="Asked of Gmail today">
        {plural(quota.today, "unit")}
        <span className="block text-sm text-faint">
          new mail {count(push)} · copying and checks {count(backfill)} · you {count(person)}
        </span>
      </Fact>
    </>
  );
}

function share({ minute, minute_limit }: NonNullable<MailboxHealth["quota"]>) {
  const percent = Math.ceil((100 * minute) / minute_limit);
  return `${Number.isFinite(percent) ? percent : 0} %`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="label">{name}</dt>
      <dd className="mt-0.5 tabular-nums">{children}</dd>
    </div>
  );
}

function Moment({ at, never }: { at: string | null; never: string }) {
  return at ? <When at={at} relative /> : never;
}

/** "All is well: last in sync …" below "All is well" would say it twice. */
function withoutWord(verdict: string, word: string) {
  const rest = verdict.startsWith(`${word}: `) ? verdict.slice(word.length + 2) : verdict;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
