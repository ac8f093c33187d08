/** Errors as the API sends them (RFC 9457), and those that never reached it. */
import type { components } from "./schema";

export type Problem = Omit<components["schemas"]["Problem"], "field"> & { field?: string | null };

export class ProblemError extends Error {
  override name = "ProblemError";

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  get status() {
    return this.problem.status;
  }
}

export const UNREACHABLE: Problem = {
  type: "about:blank",
  title: "Kith does not answer.",
  status: 0,
  detail:
    "The server could not be reached. Check that it is running and that you are online; then try again.",
  code: "Unreachable",
};

/** A problem from a body that may be anything: a proxy's HTML page as well as ours. */
export function problemOf(status: number, body: unknown): Problem {
  if (isProblem(body)) return body;
  const detail =
    status >= 500
      ? "The server answered, but could not do this. Try again in a moment."
      : `The server refused this with status ${status}.`;
  return { type: "about:blank", title: "Something went wrong.", status, detail, code: "Unexpected" };
}

/** What a request threw: a server that nobody reaches is a TypeError of fetch's, all else a mistake. */
export const requestError = (error: unknown) =>
  error instanceof TypeError ? new ProblemError(UNREACHABLE) : error;

/** The problem behind whatever was thrown. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const said = error instanceof Error ? error.message : String(error);
  return {
    type: "about:blank",
    title: "Something went wrong on this page.",
    status: 0,
    detail: `Load it again. If that does not help, tell whoever runs Kith what the browser says: ${said}`,
    code: "Mistake",
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && "detail" in body && "status" in body;
}
