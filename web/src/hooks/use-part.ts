"use client";

import { useEffect, useState } from "react";

/** A part of the page whose code is not sent with it: it comes once the page is at rest, or as soon as it is `wanted`. */
export function usePart<T>(load: () => Promise<T>, wanted: boolean): T | undefined {
  const [part, setPart] = useState<T>();
  useEffect(() => {
    const get = () => void load().then((loaded) => setPart(() => loaded));
    if (wanted) return get();
    const timer = setTimeout(get, REST);
    return () => clearTimeout(timer);
  }, [load, wanted]);
  return part;
}

const REST = 2500; // milliseconds: later than anything that a page shows by itself
