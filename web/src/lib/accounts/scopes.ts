/** What a token may be used for, in the reader's words. */
import type { components } from "@/api/schema";

type Action = components["schemas"]["Action"];

export const SCOPES = [
  ["read:mail", "Read mail"],
  ["write:mail", "Send mail, change labels"],
  ["read:people", "See people and companies"],
  ["write:people", "Merge and edit people"],
  ["read:mailboxes", "See mailboxes"],
  ["write:mailboxes", "Start a sync"],
  ["write:imports", "Import files"],
  ["read:jobs", "See jobs"],
  ["write:jobs", "Stop jobs, and try them again"],
  ["read:events", "Follow live events"],
] as const satisfies readonly (readonly [Action, string])[];

export type Scope = (typeof SCOPES)[number][0];

export const scopeName = (scope: Action) => SCOPES.find(([known]) => known === scope)?.[1] ?? scope;
