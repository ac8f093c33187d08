/** Sends a file with progress, which fetch cannot tell: hence XMLHttpRequest. */
import { bytes } from "@/lib/format";
import { api, call } from "./client";
import { ProblemError, problemOf, UNREACHABLE } from "./problem";
import type { OutboxFile, StartedContactImport, StartedUpload } from "./types";

type Options = { owner?: string; onProgress: (sent: number, total: number) => void; signal: AbortSignal };

const START = 1024 * 1024; // bytes in which the first message of an mbox begins

/** Looks first: what is certainly no mbox need not travel, nor does a browser always hear why it is refused midway. */
export async function expectMbox(file: File) {
  const start = new TextDecoder("latin1").decode(await file.slice(0, START).arrayBuffer());
  if (file.size === 0 || /(^|\n|^\u00ef\u00bb\u00bf)From[ \r\n]/.test(start)) return;
  const packed = start.startsWith("PK") || start.startsWith("\u001f\u008b");
  throw new ProblemError({
    type: "about:blank",
    title: "This is not an mbox file.",
    detail: packed
      ? "It is an archive: unpack it first, then choose the .mbox file in it."
      : "No mail begins in it. Choose a file that ends in .mbox, such as the one in a Google Takeout.",
    status: 422,
    code: "NotMbox",
  });
}

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

export function uploadMbox(file: File, { owner, ...options }: Options): Promise<StartedUpload> {
  const form = new FormData();
  // The owner first: the server reads the form as it arrives, and the file may be many gigabytes.
  if (owner) form.append("owner", owner);
  form.append("file", file);
  return post("/api/v1/imports", form, options);
}

/** Cards or a table of people. */
export function uploadContacts(file: File, options: Omit<Options, "owner">): Promise<StartedContactImport> {
  const form = new FormData();
  form.append("file", file);
  return post("/api/v1/contacts/imports", form, options);
}

/** A file that is to go out with a mail. */
export function uploadAttachment(file: File, options: Omit<Options, "owner">): Promise<OutboxFile> {
  return post(`/api/v1/outbox/files?name=${encodeURIComponent(file.name)}`, file, options);
}

function post<T>(url: string, body: XMLHttpRequestBodyInit, { onProgress, signal }: Options): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded, event.total);
    request.onload = () => {
      if (request.status < 300) resolve(request.response as T);
      else reject(new ProblemError(problemOf(request.status, request.response)));
    };
    request.onerror = () => reject(new ProblemError(UNREACHABLE));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
