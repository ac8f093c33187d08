"use client";

import { useSyncExternalStore } from "react";

const WIDE = "(min-width: 80rem)"; // 1280 px, as `xl:` in the styles

/** Is there room for a list and what was chosen of it, side by side? */
export function useWide() {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(WIDE).matches,
    () => false,
  );
}
