/** Files: attachments, whole messages, exports. */
import { ProblemError, problemOf, requestError } from "./problem";

/** `root` stands for the part without an id: a mail that is nothing but a file. */
export const attachmentUrl = (messageId: string, partId: string) =>
  `/api/v1/messages/${messageId}/attachments/${encodeURIComponent(partId || "root")}`;

/** Have the browser save the file. Asked for here first, so that a problem is told on the page and not on one of its own. */
export async function save(url: string) {
  let answer: Response;
  try {
    answer = await fetch(url, { credentials: "same-origin" });
  } catch (error) {
    throw requestError(error);
  }
  if (!answer.ok) {
    throw new ProblemError(problemOf(answer.status, await answer.json().catch(() => undefined)));
  }
  await answer.body?.cancel();
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}
