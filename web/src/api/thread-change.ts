/** Changes of threads' labels at Gmail. */
import { api, call } from "./client";
import { ProblemError } from "./problem";
import type { Shortcut, ThreadKey } from "./types";

/** The most threads of one request, as the API has it. */
export const MOST_THREADS = 100;
const LOOK = 400; // milliseconds between two looks at a job
const MOST = 50; // looks

/** Has Kith take on a change of up to `MOST_THREADS`. In their order: the job of each, or why it has none. */
export async function askForThreads(
  threads: ThreadKey[],
  shortcut: Shortcut,
): Promise<(string | ProblemError)[]> {
  const { items } = await call(
    api.POST("/api/v1/threads/changes", {
      body: { shortcut, threads: threads.map(({ mailbox_id, id }) => ({ mailbox_id, thread_id: id })) },
    }),
  );
  return items.map(({ job_id, refusal }) => (refusal ? new ProblemError(refusal) : (job_id ?? "")));
}

/** Waits until Gmail has confirmed a change. Throws why it did not. */
export async function confirmed(job_id: string) {
  for (let look = 0; look < MOST; look += 1) {
    const job = await call(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id } } }));
    if (job.state === "completed") return;
    if (job.state !== "running") throw refused(job.error);
    await new Promise((ready) => setTimeout(ready, LOOK));
  }
  throw problem(
    "Gmail has not confirmed that yet.",
    "Kith goes on trying; the page of jobs tells how it ends.",
    "Unconfirmed",
  );
}

/** Changes one thread, and waits until Gmail has confirmed it. Throws why it did not. */
export async function changeThread(thread: ThreadKey, shortcut: Shortcut) {
  const [job] = await askForThreads([thread], shortcut);
  if (job instanceof ProblemError) throw job;
  if (job) await confirmed(job);
}

function refused(detail: string | null) {
  const title = "Gmail did not do that.";
  return problem(title, detail || title, "Refused");
}

const problem = (title: string, detail: string, code: string) =>
  new ProblemError({ type: "about:blank", title, status: 502, detail, code });
