/** Where a list goes on. */
import type { Page } from "./types";

export const after = <T>(page: Page<T>) => page.next_cursor ?? undefined;
export const first = undefined as string | undefined;
