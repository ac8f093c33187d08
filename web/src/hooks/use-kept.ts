"use client";

import { useCallback, useEffect, useState } from "react";

/** A text that survives a detour through Google's pages, and an accidental reload; not the end of the window. */
export function useKept(name: string): [string, (value: string) => void] {
  const [value, setValue] = useState("");
  useEffect(() => setValue(window.sessionStorage.getItem(name) ?? ""), [name]);
  const keep = useCallback(
    (next: string) => {
      setValue(next);
      if (next) window.sessionStorage.setItem(name, next);
      else window.sessionStorage.removeItem(name);
    },
    [name],
  );
  return [value, keep];
}
