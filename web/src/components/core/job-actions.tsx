"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw, Square } from "lucide-react";
import { api, call } from "@/api/client";
import type { Job } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { jobName } from "@/lib/core/jobs";

/** What the API offers for a job: one that runs is stopped, one that ended early goes on. */
export function JobActions({ job }: { job: Job }) {
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
          <Square aria-hidden className="size-3.5" />
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
          <RotateCw aria-hidden className="size-3.5" />
          Try again
        </Button>
      )}
    </>
  );
}
