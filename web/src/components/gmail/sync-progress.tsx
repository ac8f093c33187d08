import type { Mailbox } from "@/api/types";
import { ProgressBar } from "@/components/ui/progress-bar";
import { ago, count, duration, plural } from "@/lib/format";
import { isBusy, phaseOf, settled, share } from "@/lib/gmail/mailbox-state";

/** How far the copy is, how fast, and what is being fetched. */
export function SyncProgress({ mailbox }: { mailbox: Mailbox }) {
  const { counts } = mailbox;
  const done = settled(mailbox);
  const part = share(mailbox);
  const busy = isBusy(mailbox);
  return (
    <section aria-label="Progress" className="panel p-5 sm:p-7">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
        <p>
          <span className="block font-serif text-4xl leading-none tracking-tight tabular-nums sm:text-5xl">
            {count(done)}
          </span>
          <span className="mt-2 block text-soft">
            {mailbox.list_complete
              ? `of ${plural(counts.listed, "message")}`
              : `${plural(done, "message", "messages")} so far, ${count(counts.listed)} known`}
          </span>
        </p>
        {part !== null && (
          <p className="font-serif text-2xl text-accent tabular-nums">{Math.floor(part * 100)}&#8239;%</p>
        )}
      </div>
      <div className="mt-5">
        <ProgressBar
          label="Messages copied"
          value={busy || part !== null ? part : 0}
          text={`${count(done)} of ${count(counts.listed)}`}
          tone={mailbox.status === "paused" ? "clay" : "accent"}
        />
      </div>
      <dl className="mt-5 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-[2fr_1fr_1fr]">
        <Fact name={busy ? "Now" : "State"} value={phaseOf(mailbox)} wide={busy} />
        {busy ? (
          <>
            <Fact name="Speed" value={`${rate(mailbox.rate_per_second)} messages a second`} />
            <Fact
              name="Time left"
              value={mailbox.eta_seconds === null ? "–" : duration(mailbox.eta_seconds)}
            />
          </>
        ) : (
          <Fact name="Last sync" value={mailbox.last_sync_at ? ago(mailbox.last_sync_at) : "never"} />
        )}
      </dl>
      <p aria-live="polite" className="sr-only">
        {busy && part !== null && `${Math.floor(part * 10) * 10} percent copied.`}
        {mailbox.status === "healthy" && "Up to date."}
      </p>
    </section>
  );
}

function Fact({ name, value, wide = false }: { name: string; value: string; wide?: boolean }) {
  return (
    <div className={wide ? "col-span-2 sm:col-span-1" : ""}>
      <dt className="label">{name}</dt>
      <dd className="mt-0.5 tabular-nums">{value}</dd>
    </div>
  );
}

const rate = (perSecond: number) => (perSecond >= 10 ? count(Math.round(perSecond)) : perSecond.toFixed(1));
