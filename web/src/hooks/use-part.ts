"use client";

import { startTransition, useEffect, useState } from "react";
import { whenAtRest } from "@/lib/core/rest";

/** A part of the page whose code is not sent with it: it comes once the page is at rest, or as soon as it is `wanted`. */
export function usePart<T>(load: () => Promise<T>, wanted: boolean): T | undefined {
  const [part, setPart] = useState<T>();
  useEffect(() => {
    // In slices, between which the browser answers.
    const get = () => void load().then((loaded) => startTransition(() => setPart(() => loaded)));
    if (!wanted) return whenAtRest(get);
    get();
  }, [load, wanted]);
  return part;
}
