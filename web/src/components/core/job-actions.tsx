"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw, Square } from "lucide-react";
import { api, call } from "@/api/client";
import type { Job } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { jobName } from "@/lib/core/jobs";

const STOPPABLE = ["EnrichmentWorkflow", "EnrichmentRoundWorkflow"];

/** What can be done with a job by itself: one that runs is stopped, one that ended early is begun anew. */
export function JobActions({ job }: { job: Job }) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const onSettled = () =>
    Promise.all(["jobs", "job"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const stop = useMutation({
    mutationFn: () =>
      call(api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id: job.id } } })),
    onError,
    onSettled,
  });
  const again = useMutation({ mutationFn: () => begin(job), onError, onSettled });
  if (job.can_stop || job.can_retry) return <Offered job={job} />;
  if (!STOPPABLE.includes(job.type)) return null;
  const name = jobName(job.type);
  if (job.state === "running") {
    return (
      <Button small disabled={stop.isPending} onClick={() => stop.mutate()} aria-label={`Stop: ${name}`}>
        <Square aria-hidden className="size-3.5" />
        Stop
      </Button>
    );
  }
  if (!["failed", "canceled", "timed_out", "terminated"].includes(job.state)) return null;
  return (
    <Button small disabled={again.isPending} onClick={() => again.mutate()} aria-label={`Try again: ${name}`}>
      <RotateCw aria-hidden className="size-3.5" />
      Try again
    </Button>
  );
}

function begin(job: Job) {
  if (job.type === "EnrichmentRoundWorkflow") return call(api.POST("/api/v1/enrichment/refresh"));
  const contact_id = job.id.split(":").at(-1) ?? "";
  return call(api.POST("/api/v1/contacts/{contact_id}/enrich", { params: { path: { contact_id } } }));
}

/** What the API itself offers for a job. */
function Offered({ job }: { job: Job }) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const path = { job_id: job.id };
  const options = {
    onError,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["job", job.id] });
      await client.invalidateQueries({ queryKey: ["jobs"] });
    },
  };
  const stop = useMutation({
    mutationFn: () => call(api.POST("/api/v1/jobs/{job_id}/stop", { params: { path } })),
    ...options,
  });
  const retry = useMutation({
    mutationFn: () => call(api.POST("/api/v1/jobs/{job_id}/retry", { params: { path } })),
    ...options,
  });
  const name = jobName(job.type);
  return (
    <>
      {job.can_stop && (
        <Button
          small
          kind="quiet"
          disabled={stop.isPending}
          onClick={() => stop.mutate()}
          aria-label={`Stop: ${name}`}
        >
          Stop
        </Button>
      )}
      {job.can_retry && (
        <Button
          small
          disabled={retry.isPending}
          onClick={() => retry.mutate()}
          aria-label={`Try again: ${name}`}
        >
          Try again
        </Button>
      )}
    </>
  );
}
