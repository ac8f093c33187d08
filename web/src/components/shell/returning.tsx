"use client";

import { useEffect } from "react";

type Left = { link: string; top: number };

const PATIENCE = 3000; // milliseconds for the page to be there again

/** Back, in the browser or on the page, leads to where one was: the link one left by has the focus, at its old height. */
export function Returning() {
  useEffect(() => {
    const left = new Map<string, Left>();
    let frame = 0;

    function leave(event: MouseEvent) {
      const link = (event.target as Element).closest?.("main a[href]");
      if (link?.matches("[data-scroll] [data-row]")) return; // its list stays beside what it opens
      const href = link?.getAttribute("href");
      if (link && href) left.set(here(), { link: href, top: link.getBoundingClientRect().top });
    }
    function back() {
      const spot = left.get(here());
      if (!spot) return;
      const until = performance.now() + PATIENCE;
      let settled = 0;
      const look = () => {
        const link = document.querySelector<HTMLElement>(`main a[href="${CSS.escape(spot.link)}"]`);
        if (link) {
          link.focus({ preventScroll: true });
          const off = link.getBoundingClientRect().top - spot.top;
          (link.closest("[data-scroll]") ?? window).scrollBy({ top: off, behavior: "instant" });
          settled = Math.abs(off) < 1 ? settled + 1 : 0; // rows out of sight have a guessed height until they are near
        }
        if (settled < 3 && performance.now() < until) frame = requestAnimationFrame(look);
      };
      frame = requestAnimationFrame(look);
    }
    const stop = () => cancelAnimationFrame(frame);
    document.addEventListener("click", leave, true);
    window.addEventListener("popstate", back);
    for (const touch of ["wheel", "keydown", "pointerdown"]) window.addEventListener(touch, stop);
    return () => {
      stop();
      document.removeEventListener("click", leave, true);
      window.removeEventListener("popstate", back);
      for (const touch of ["wheel", "keydown", "pointerdown"]) window.removeEventListener(touch, stop);
    };
  }, []);
  return null;
}

const here = () => window.location.pathname + window.location.search;
