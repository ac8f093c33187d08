"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import type { Job, Mailbox } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";

/** The comparison of a mailbox with Gmail that runs, whoever began it, or the one that was begun here; `start` begins one. */
export function useCheck(mailbox: Mailbox) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const found = useQuery({
    queryKey: ["check", mailbox.id],
    queryFn: async () => running((await call(api.GET("/api/v1/jobs"))).items, mailbox),
  }).data;
  const [begun, setBegun] = useState<string>();
  const id = begun ?? found?.id;
  const job = useQuery({ ...queries.job(id ?? ""), enabled: id !== undefined }).data;
  const start = useMutation({
    mutationFn: () =>
      call(
        api.POST("/api/v1/mailboxes/{mailbox_id}/reconcile", {
          params: { path: { mailbox_id: mailbox.id } },
        }),
      ),
    onError,
    onSuccess: ({ job_id }) => {
      // The job of an earlier check has the same id: what is known of it is not about this one.
      client.removeQueries({ queryKey: ["job", job_id] });
      setBegun(job_id);
    },
  });
  const ended = job && job.state !== "running" ? job.run_id : null;
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ["health", mailbox.id] });
  }, [ended, client, mailbox.id]);
  return {
    job,
    isRunning: start.isPending || (id !== undefined && (!job || job.state === "running")),
    start: start.mutate,
  };
}

/** Those that run come first in the list. */
const running = (jobs: Job[], { id }: Mailbox) =>
  jobs.find((job) => job.type === "ReconcileWorkflow" && job.state === "running" && job.id.endsWith(id)) ??
  null;
