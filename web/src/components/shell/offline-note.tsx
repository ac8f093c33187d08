"use client";

import { CloudOff } from "lucide-react";
import { useFeedState } from "./feed";

/** Says that what is shown may be older than it looks. */
export function OfflineNote() {
  const offline = useFeedState() === "offline";
  return (
    <div role="status" className={offline ? "px-4 pt-4 sm:px-8 lg:px-12" : "contents"}>
      {offline && (
        <p className="flex items-center gap-3 rounded-lg bg-warn-soft px-4 py-2.5 text-sm text-warn">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          You are offline. What was loaded is still here; the rest comes by itself once you are back.
        </p>
      )}
    </div>
  );
}
