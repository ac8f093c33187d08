/** Changes of a thread's labels at Gmail. */
import { api, call } from "./client";
import { ProblemError } from "./problem";
import type { Shortcut, ThreadKey } from "./types";

const LOOK = 400; // milliseconds between two looks at the job
const MOST = 50; // looks: a Gmail that is slower than that is told of on the page of jobs

/** Waits until Gmail has confirmed the change; `onAccepted` hears when Kith has taken it on. Throws why it was not done. */
export async function changeThread(thread: ThreadKey, shortcut: Shortcut, onAccepted?: () => void) {
  const { job_id } = await call(
    api.POST("/api/v1/threads/{mailbox_id}/{thread_id}/{shortcut}", {
      params: { path: { mailbox_id: thread.mailbox_id, thread_id: thread.id, shortcut } },
    }),
  );
  onAccepted?.();
  for (let look = 0; look < MOST; look += 1) {
    await new Promise((ready) => setTimeout(ready, LOOK));
    const job = await call(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id } } }));
    if (job.state === "completed") return;
    if (job.state !== "running") throw refusal(job.error);
  }
}

function refusal(detail: string | null) {
  const title = "Gmail did not do that.";
  return new ProblemError({
    type: "about:blank",
    title,
    status: 502,
    detail: detail || title,
    code: "Refused",
  });
}
