"use client";

import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useFeedState } from "./feed";

const LONG = 10_000; // milliseconds without a word from Kith: longer than a restart of it, or another network, takes

/** Says that what is shown may be older than it looks. */
export function OfflineNote() {
  const state = useFeedState();
  const isUnheard = useLasting(state === "connecting" || state === "reconnecting");
  const note = state === "offline" ? OFFLINE : isUnheard ? UNHEARD : undefined;
  return (
    <div role="status" className={note ? "px-4 pt-4 sm:px-8 lg:px-12" : "contents"}>
      {note && (
        <p className="flex items-center gap-3 rounded-lg bg-warn-soft px-4 py-2.5 text-sm text-warn">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {note}
        </p>
      )}
    </div>
  );
}

const OFFLINE = "You are offline. What was loaded is still here; the rest comes by itself once you are back.";
const UNHEARD =
  "Changes do not reach this page: Kith, or what is between, does not answer. It goes on by itself.";

/** Has it been so for LONG? */
function useLasting(isSo: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLasts(true), LONG);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [isSo]);
  return lasts;
}
