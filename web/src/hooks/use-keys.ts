"use client";

import { useEffect, useLayoutEffect, useRef } from "react";

/** What one or several keys do on a page. `run` gives false where there is nothing for it to be done to. */
export type Key = {
  keys: string[];
  what: string;
  /** It moves about and changes nothing: it need not wait for what is still loading. */
  moves?: boolean;
  /** It goes before those of other parts: what is selected is meant before what is open. */
  first?: boolean;
  run: (key: string) => unknown;
};

const registered = new Set<{ current: Key[] }>();

/** Single keys that work while a part is on the page; they are named in the list of keys (`components/shell/keys.tsx`). */
export function useKeys(keys: Key[]) {
  const latest = useRef(keys);
  // With what is shown, not after it: a key pressed at once does what the page says it does.
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    registered.add(latest);
    return () => void registered.delete(latest);
  }, []);
}

/** Those of each part of the page, of what came last at the end. */
export const keysOfParts = () => [...registered].map(({ current }) => current);
