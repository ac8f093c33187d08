"use client";

import { useEffect, useRef, useState } from "react";
import { api, call } from "@/api/client";
import { ProblemError } from "@/api/problem";
import type { OutboxFile } from "@/api/types";
import { uploadAttachment } from "@/api/upload";
import { useProblemToast } from "@/components/shell/toasts";
import { randomId } from "@/lib/core/ids";
import { bytes } from "@/lib/format";

const MOST = 25 * 1024 * 1024; // bytes of all files of a mail: Gmail's bound

export type Upload = { name: string; share: number; stop: () => void };

/** The files of a mail that is being written: what is on its way, and what is there. */
export function useAttaching(files: OutboxFile[], onChange: (files: OutboxFile[]) => void) {
  const onError = useProblemToast();
  const [uploads, setUploads] = useState<ReadonlyMap<string, Upload>>(new Map());
  const there = useRef(files);
  const stops = useRef(new Set<AbortController>());
  useEffect(() => {
    there.current = files;
  }, [files]);
  useEffect(() => () => stops.current.forEach((one) => void one.abort()), []);
  const show = (key: string, upload?: Upload) =>
    setUploads((all) => {
      const next = new Map(all);
      if (upload) next.set(key, upload);
      else next.delete(key);
      return next;
    });
  const change = (next: OutboxFile[]) => {
    there.current = next;
    onChange(next);
  };
  const attach = async (file: File) => {
    const controller = new AbortController();
    stops.current.add(controller);
    const key = randomId();
    const tell = (share: number) => show(key, { name: file.name, share, stop: () => controller.abort() });
    tell(0);
    try {
      const kept = await uploadAttachment(file, {
        onProgress: (sent, total) => tell(sent / total),
        signal: controller.signal,
      });
      change([...there.current, kept]);
    } catch (error) {
      if (!controller.signal.aborted) onError(error);
    } finally {
      stops.current.delete(controller);
      show(key);
    }
  };
  return {
    uploads: [...uploads],
    add: async (list: File[]) => {
      const size = [...list, ...there.current].reduce((sum, file) => sum + file.size, 0);
      if (size > MOST) return onError(tooLarge(size));
      for (const file of list) await attach(file); // one after another: the next one's place is known
    },
    remove: (file: OutboxFile) => {
      change(there.current.filter((one) => one.id !== file.id));
      // Where this fails, the file is erased in a week.
      call(api.DELETE("/api/v1/outbox/files/{file_id}", { params: { path: { file_id: file.id } } })).catch(
        onError,
      );
    },
  };
}

const tooLarge = (size: number) =>
  new ProblemError({
    type: "about:blank",
    title: "This is more than Gmail sends with one mail.",
    detail: `The files have ${bytes(size)} together; ${bytes(MOST)} can be sent.`,
    status: 413,
    code: "TooLarge",
  });
