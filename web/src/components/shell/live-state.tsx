"use client";

import type { FeedState } from "@/api/feed";
import { useFeedState } from "./feed";

const WORDS: Record<FeedState, string> = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
  offline: "Offline",
};

/** Whether this page hears of changes as they happen. `quiet` says nothing while all is well. */
export function LiveState({ quiet = false }: { quiet?: boolean }) {
  const state = useFeedState();
  const well = state === "live" || state === "connecting";
  return (
    <span role="status" className="inline-flex items-center gap-2 text-xs text-faint">
      {!(quiet && well) && (
        <>
          <span
            aria-hidden
            className={`size-2 rounded-full ${
              state === "live" ? "bg-accent" : state === "offline" ? "bg-bad" : "animate-shimmer bg-clay"
            }`}
          />
          {WORDS[state]}
        </>
      )}
    </span>
  );
}
