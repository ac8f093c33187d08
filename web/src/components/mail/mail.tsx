"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { LIST_PART, PANE } from "@/hooks/mail/use-list";
import { useWide } from "@/hooks/use-wide";
import { THREAD } from "@/lib/mail/addresses";
import { rowOf } from "@/lib/rows";
import { ListKeys } from "./list-keys";
import { Threads } from "./threads";

/**
 * The pages of mail: a list, and a thread. Where there is room they stand side by side, and the list stays as it is while
 * one goes from thread to thread; else each is a page of its own.
 */
export function Mail({ children }: { children: ReactNode }) {
  const wide = useWide();
  const isOpen = usePathname() === THREAD;
  return (
    <>
      <ListKeys />
      {wide ? <Split isOpen={isOpen}>{children}</Split> : isOpen ? children : <Threads />}
    </>
  );
}

function Split({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const pane = useRef<HTMLElement>(null);
  const params = useSearchParams();
  const id = params.get("id");
  const shown = useRef<string>(null);
  useLayoutEffect(() => {
    if (id) pane.current?.scrollTo({ top: 0 }); // before the thread leads to one of its messages
  }, [id]);
  // Whoever closes a thread is at its row.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another row
  useEffect(() => {
    const current = document.querySelector(`${LIST_PART} [aria-current]`);
    if (current) shown.current = current.getAttribute("href");
    else if (!isOpen && shown.current) rowOf(LIST_PART, shown.current)?.focus();
  }, [params, isOpen]);

  /** From thread to thread the page stays: nothing is fetched but the thread. */
  function choose(event: MouseEvent) {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-row]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    if (isOpen) {
      event.preventDefault();
      if (link.href !== window.location.href) window.history.pushState(null, "", link.href);
    }
    pane.current?.focus({ preventScroll: true });
  }
  return (
    <div className="grid h-full grid-cols-[minmax(21rem,2fr)_minmax(0,3fr)]">
      <section aria-label="Mail" onClickCapture={choose} className="min-h-0 border-r border-line">
        <Threads aside />
      </section>
      <section
        ref={pane}
        id={PANE}
        aria-label="Thread"
        tabIndex={-1}
        data-scroll
        className="min-h-0 overflow-y-auto px-8 pt-8 pb-24 outline-none"
      >
        {children}
      </section>
    </div>
  );
}
