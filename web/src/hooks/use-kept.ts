"use client";

import { useCallback, useEffect, useState } from "react";
import { useUser } from "./use-user";

const CHANGED = "kith:kept";

/** What becomes of what is kept at that moment, whichever window has written it. */
type Changed<T> = (before: T | undefined) => T | undefined;

/**
 * What somebody writes: it outlives a detour through Google's pages, a reload and the end of the window, in this browser
 * alone; only whoever wrote it sees it, and signing out erases it (`api/leave.ts`).
 */
export function useKept<T>(name: string): [T | undefined, (value: T | undefined | Changed<T>) => void] {
  const key = `kith:${useUser()}:${name}`;
  const [value, setValue] = useState<T>();
  useEffect(() => {
    const read = () => setValue(kept<T>(key));
    read();
    const news = [CHANGED, "storage"]; // from this window, and from another
    for (const name of news) window.addEventListener(name, read);
    return () => {
      for (const name of news) window.removeEventListener(name, read);
    };
  }, [key]);
  const keep = useCallback(
    (change: T | undefined | Changed<T>) => {
      const next = change instanceof Function ? change(kept<T>(key)) : change;
      setValue(next);
      if (next === undefined) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, JSON.stringify(next));
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [value, keep];
}

function kept<T>(key: string): T | undefined {
  const text = window.localStorage.getItem(key);
  return text === null ? undefined : (JSON.parse(text) as T);
}
