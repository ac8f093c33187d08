"use client";

import { type RefObject, startTransition, useEffect, useState } from "react";
import { whenAtRest, whenPainted } from "@/lib/core/rest";

const BAR = 64; // pixels at the foot of a narrow window that the navigation covers

/** Does a reader come to `place`, or is the page at rest? For what stands further down; once it is so it stays so. */
export function useNear(place: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (isNear || !place.current) return;
    const come = () => startTransition(() => setNear(true));
    let stopWaiting = whenAtRest(come);
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        stopWaiting();
        stopWaiting = whenPainted(come);
        observer.disconnect();
      },
      { rootMargin: `0px 0px -${BAR}px` },
    );
    observer.observe(place.current);
    return () => {
      stopWaiting();
      observer.disconnect();
    };
  }, [isNear, place]);
  return isNear;
}
