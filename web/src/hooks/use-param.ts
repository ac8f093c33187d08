"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** One value of the page's address; setting it does not add to the history, so Back leaves the page. */
export function useParam(name: string, otherwise = ""): [string, (value: string) => void] {
  const path = usePathname();
  const params = useSearchParams();
  const set = useCallback(
    (value: string) => {
      const next = new URLSearchParams(window.location.search);
      if (value === otherwise) next.delete(name);
      else next.set(name, value);
      // What is so already is left alone: the router renders the whole page anew for it.
      if (`${next}` === `${new URLSearchParams(window.location.search)}`) return;
      window.history.replaceState(null, "", next.size ? `${path}?${next}` : path);
    },
    [name, otherwise, path],
  );
  return [params.get(name) ?? otherwise, set];
}

/** The same for one of a few known words; anything else is the first of them. */
export function useChoice<T extends string>(
  name: string,
  words: readonly [T, ...T[]],
): [T, (value: T) => void] {
  const [value, set] = useParam(name, words[0]);
  return [words.find((word) => word === value) ?? words[0], set];
}
