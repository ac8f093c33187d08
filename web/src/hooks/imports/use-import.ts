"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { importOf, job, mailbox } from "@/api/queries";
import type { Import, Job, Mailbox, StartedUpload } from "@/api/types";
import { expectMbox, expectSpace, uploadMbox } from "@/api/upload";

export type ImportProgress =
  | { step: "idle" }
  | { step: "sending"; name: string; sent: number; total: number }
  | {
      step: "reading";
      name: string;
      started: StartedUpload;
      job?: Job;
      file?: Import;
      mailbox?: Mailbox;
      problem?: unknown;
    }
  | { step: "refused"; name: string; error: unknown };

/** An mbox on its way: first to the server, then through the job that reads it. */
export function useImport() {
  const client = useQueryClient();
  const [state, setState] = useState<ImportProgress>({ step: "idle" });
  const sending = useRef<AbortController>(null);
  const started = state.step === "reading" ? state.started : undefined;
  const running = useQuery({ ...job(started?.job_id ?? ""), enabled: started !== undefined });
  const file = useQuery({ ...importOf(started?.import_id ?? ""), enabled: started !== undefined });
  const box = useQuery({ ...mailbox(started?.mailbox_id ?? ""), enabled: started !== undefined });

  useEffect(() => () => sending.current?.abort(), []);
  const isSending = state.step === "sending";
  useEffect(() => {
    if (!isSending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault(); // in the browser's own words
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isSending]);

  async function start(file: File, owner?: string) {
    const controller = new AbortController();
    sending.current = controller;
    const name = file.name;
    setState({ step: "sending", name, sent: 0, total: file.size });
    try {
      await expectMbox(file);
      await expectSpace(file);
      const onProgress = (sent: number, total: number) => setState({ step: "sending", name, sent, total });
      const upload = await uploadMbox(file, { owner, onProgress, signal: controller.signal });
      setState({ step: "reading", name, started: upload });
      void client.invalidateQueries({ queryKey: ["mailboxes"] });
    } catch (error) {
      setState(controller.signal.aborted ? { step: "idle" } : { step: "refused", name, error });
    }
  }

  return {
    state:
      state.step === "reading"
        ? {
            ...state,
            job: running.data,
            file: file.data,
            mailbox: box.data,
            problem: running.error ?? undefined,
          }
        : state,
    start,
    stop: () => sending.current?.abort(),
    clear: () => setState({ step: "idle" }),
  };
}
