/** The typed client. A call either gives its data or throws; what the API says, and its silence, is a ProblemError. */
import createClient from "openapi-fetch";
import { fetchEarly } from "./early";
import { ProblemError, problemOf, requestError } from "./problem";
import type { paths } from "./schema";

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin", fetch: fetchEarly });

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of a call; its problem is thrown. */
export async function call<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (error) {
    throw requestError(error);
  }
  if (!answer.response.ok) throw new ProblemError(problemOf(answer.response.status, answer.error));
  return answer.data as T;
}

export function signInUrl(next: string) {
  return `/api/v1/session/google?next=${encodeURIComponent(next)}`;
}
