/** Sends a file with progress, which fetch cannot tell: hence XMLHttpRequest. */
import { bytes } from "@/lib/format";
import { api, call } from "./client";
import { ProblemError, problemFrom, problemOf } from "./problem";
import type { StartedUpload } from "./types";

type Options = { owner?: string; onProgress: (sent: number, total: number) => void; signal: AbortSignal };

/** Asks first: a browser that is refused while it still sends a large file often does not hear why. */
export async function expectSpace(file: File) {
  const { used, limit } = await call(api.GET("/api/v1/imports/space"));
  if (file.size <= limit - used) return;
  throw new ProblemError({
    type: "about:blank",
    title: "This file is larger than what is left for you here.",
    detail: `It has ${bytes(file.size)}, and ${bytes(Math.max(0, limit - used))} of your ${bytes(limit)} are left. Erase an import, or ask whoever runs Kith for more.`,
    status: 413,
    code: "UploadQuotaExceeded",
  });
}

export function uploadMbox(file: File, { owner, onProgress, signal }: Options): Promise<StartedUpload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/imports");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded, event.total);
    request.onload = () => {
      if (request.status === 202) resolve(request.response as StartedUpload);
      else reject(new ProblemError(problemOf(request.status, request.response)));
    };
    request.onerror = () => reject(new ProblemError(problemFrom(undefined)));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    // The owner first: the server reads the form as it arrives, and the file may be many gigabytes.
    if (owner) form.append("owner", owner);
    form.append("file", file);
    request.send(form);
  });
}
