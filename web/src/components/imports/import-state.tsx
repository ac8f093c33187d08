import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { problemFrom } from "@/api/problem";
import { Button, buttonStyle } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { ImportProgress } from "@/hooks/imports/use-import";
import { bytes, plural } from "@/lib/format";

type Props = { state: ImportProgress; onStop: () => void; onAgain: () => void };

/** What has become of a file. */
export function ImportState({ state, onStop, onAgain }: Props) {
  if (state.step === "idle") return null;
  if (state.step === "refused") {
    return (
      <>
        <ProblemNote error={state.error} />
        <Again
          onAgain={onAgain}
          label={problemFrom(state.error).status === 0 ? "Try again" : "Choose another file"}
        />
      </>
    );
  }
  if (state.step === "sending") {
    return (
      <div aria-live="polite">
        <p className="mb-3 flex flex-wrap justify-between gap-x-4">
          <span className="min-w-0 font-medium">Sending {state.name}</span>
          <span className="text-sm text-soft tabular-nums">
            {bytes(state.sent)} of {bytes(state.total)}
          </span>
        </p>
        <ProgressBar label="Upload" value={state.total ? state.sent / state.total : null} />
        <div className="mt-4 flex flex-wrap items-center gap-x-4">
          <Button small kind="quiet" onClick={onStop}>
            Stop
          </Button>
          <p className="text-sm text-faint">It stops as well when you leave this page before it is sent.</p>
        </div>
      </div>
    );
  }
  return <Reading state={state} onAgain={onAgain} />;
}

type Reading = Extract<ImportProgress, { step: "reading" }>;

function Reading({ state, onAgain }: { state: Reading; onAgain: () => void }) {
  const { job, file, mailbox, problem } = state;
  if (problem) return <ProblemNote error={problem} />;
  const link = (
    <Link href={`/mailbox?id=${state.started.mailbox_id}`} className={buttonStyle("plain", true)}>
      Open the mailbox
    </Link>
  );
  if (job?.state === "completed") {
    return (
      <div role="status">
        <p className="flex items-center gap-2.5 font-medium">
          <CircleCheck aria-hidden className="size-5 text-accent" />
          {state.name} is read: {plural(file?.read ?? job.progress?.done ?? 0, "message")}
        </p>
        <Again onAgain={onAgain} label="Import another">
          {link}
        </Again>
      </div>
    );
  }
  if (job && job.state !== "running") {
    return (
      <div role="alert">
        <p className="font-medium text-bad">{state.name} could not be read to its end.</p>
        <p className="text-soft">
          {job.error ?? mailbox?.status_reason} What was read is here; import it again, and nothing comes
          twice.
        </p>
        <Again onAgain={onAgain} label="Choose another file">
          {link}
        </Again>
      </div>
    );
  }
  const part = file?.read_bytes ? file.read_bytes / file.size : null;
  return (
    <div aria-live="polite">
      <p className="mb-3 flex flex-wrap justify-between gap-x-4">
        <span className="min-w-0 font-medium">Reading {state.name}</span>
        <span className="text-sm text-soft tabular-nums">
          {part !== null && file && `${bytes(file.read_bytes)} of ${bytes(file.size)} · `}
          {plural(file?.read ?? 0, "message")}
        </span>
      </p>
      <ProgressBar label="Import" value={part} />
      <div className="mt-4">{link}</div>
    </div>
  );
}

function Again({
  onAgain,
  label,
  children,
}: {
  onAgain: () => void;
  label: string;
  children?: React.ReactNode;
}) {
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {children}
      <Button small kind="quiet" onClick={onAgain}>
        {label}
      </Button>
    </div>
  );
}
