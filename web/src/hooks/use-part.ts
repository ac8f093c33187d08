"use client";

import { startTransition, useEffect, useState } from "react";
import { whenAtRest } from "@/lib/core/rest";

const AGAIN = 5000; // milliseconds until what did not come is asked for again

/** A part of the page whose code is not sent with it: it comes once the page is at rest, or as soon as it is `wanted`. */
export function usePart<T>(load: () => Promise<T>, wanted: boolean): T | undefined {
  const [part, setPart] = useState<T>();
  useEffect(() => {
    let stop = () => {};
    const get = () => {
      load().then(
        // In slices, between which the browser answers.
        (loaded) => startTransition(() => setPart(() => loaded)),
        () => {
          stop = whenReachable(get);
        },
      );
    };
    if (wanted) get();
    else stop = whenAtRest(get);
    return () => stop();
  }, [load, wanted]);
  return part;
}

/** Runs `act` when there is a network again, or a while later where there is one; never after the returned function was called. */
function whenReachable(act: () => void): () => void {
  const timer = navigator.onLine ? setTimeout(act, AGAIN) : undefined;
  window.addEventListener("online", act, { once: true });
  return () => {
    clearTimeout(timer);
    window.removeEventListener("online", act);
  };
}
