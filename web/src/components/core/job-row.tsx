"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import * as queries from "@/api/queries";
import type { Job } from "@/api/types";
import { ProgressBar } from "@/components/ui/progress-bar";
import { jobName, jobState, jobTrouble } from "@/lib/core/jobs";
import { ago, count } from "@/lib/format";
import { JobActions } from "./job-actions";

/** One job; a running one is asked how far it is, one that failed why. */
export function JobRow({ job: listed }: { job: Job }) {
  const running = listed.state === "running";
  const { data } = useQuery({
    ...queries.job(listed.id, listed.run_id),
    enabled: running || listed.state === "failed",
    staleTime: running ? 0 : Number.POSITIVE_INFINITY,
  });
  const job = data ?? listed;
  const trouble = job.error ?? jobTrouble(job.state);
  const { word, style } = jobState(job.state);
  const boxes = useQuery(queries.mailboxes).data?.items ?? [];
  const mailbox = boxes.find((box) => job.id.includes(box.id));
  return (
    <li className="px-4 py-[calc(var(--row-space)+0.375rem)] sm:px-5">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium">{jobName(job.type)}</span>
            <span className={`rounded-full px-2.5 py-0.5 text-xs font-medium ${style}`}>{word}</span>
          </p>
          <p className="text-sm text-soft">{[mailbox?.address, when(job)].filter(Boolean).join(" · ")}</p>
        </div>
        <JobActions job={job} />
        {job.ui_url && (
          <a
            href={job.ui_url}
            target="_blank"
            rel="noopener"
            className="inline-flex shrink-0 items-center gap-1.5 rounded pt-0.5 text-sm text-accent hover:underline"
          >
            <span className="max-sm:sr-only">Temporal</span>
            <ExternalLink aria-label="Open in the Temporal Web UI" className="size-3.5" />
          </a>
        )}
      </div>
      {running && job.progress && <Progress job={job} progress={job.progress} />}
      {trouble && <p className="mt-2 text-sm text-bad">{trouble}</p>}
      {[...new Set(job.attempts)].map((reason) => (
        <p key={reason} className="mt-2 text-sm text-warn">
          Being tried again: {reason}
        </p>
      ))}
      {[...new Set(job.waits)].map((reason) => (
        <p key={reason} className="mt-2 text-sm text-soft">
          {reason}
        </p>
      ))}
    </li>
  );
}

function Progress({ job, progress }: { job: Job; progress: NonNullable<Job["progress"]> }) {
  const { phase, done, total } = progress;
  return (
    <div aria-live="polite" className="mt-3">
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-sm text-soft">
        <span>{phase}</span>
        <span className="tabular-nums">
          {done > 0 && count(done)}
          {total ? ` of ${count(total)}` : ""}
        </span>
      </p>
      <ProgressBar label={jobName(job.type)} value={total ? done / total : null} />
    </div>
  );
}

function when(job: Job) {
  const started = `started ${ago(job.started_at)}`;
  if (!job.closed_at) return started;
  const seconds = (Date.parse(job.closed_at) - Date.parse(job.started_at)) / 1000;
  const took =
    seconds < 90
      ? `${Math.max(0.1, seconds).toFixed(seconds < 10 ? 1 : 0)} s`
      : `${Math.round(seconds / 60)} min`;
  return `${started}, took ${took}`;
}
