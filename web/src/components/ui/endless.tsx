"use client";

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useEffect, useRef } from "react";
import type { Page } from "@/api/types";
import { Button } from "./button";
import { ProblemNote } from "./problem-note";
import { RowsSkeleton } from "./skeleton";

const FIRST = 15; // rows: what a screen shows before anybody scrolls

type Props<T> = {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  label: string;
  row: (item: T) => ReactNode;
  empty: ReactNode;
  rows?: number;
};

/** A list that goes on as one scrolls; its rows are `<li>`s. Waiting, failing and empty are taken care of. */
export function Endless<T>({ query, label, row, empty, rows }: Props<T>) {
  const data = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  if (query.isError && !query.data)
    return <ProblemNote error={query.error} onRetry={() => query.refetch()} />;
  if (!data) return <RowsSkeleton rows={rows} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <Rows items={items} label={label} row={row}>
      {query.isFetchNextPageError && (
        <div className="mt-4">
          <ProblemNote error={query.error} onRetry={() => query.fetchNextPage()} />
        </div>
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <More query={query} waiting={query.isFetchingNextPage || data !== query.data} />
      )}
    </Rows>
  );
}

type RowsProps<T> = Pick<Props<T>, "label" | "row"> & { items: T[]; children: ReactNode };

/** The first rows at once; the others, and what stands beneath them, when the browser has painted those. */
function Rows<T>({ items, label, row, children }: RowsProps<T>) {
  const whole = useDeferredValue(true, false) || items.length <= FIRST;
  return (
    <>
      <ul
        aria-label={label}
        aria-busy={whole ? undefined : true}
        className="panel divide-y divide-line overflow-hidden"
      >
        {(whole ? items : items.slice(0, FIRST)).map(row)}
      </ul>
      {whole && children}
    </>
  );
}

// Of the window, and of a part of it that scrolls by itself: TypeScript does not know the second yet.
const AHEAD = { rootMargin: "600px", scrollMargin: "600px" } as IntersectionObserverInit;

/** What asks for more at the end; `waiting` is also for rows that have come and are not rendered yet. */
function More<T>({ query, waiting }: { query: Props<T>["query"]; waiting: boolean }) {
  const end = useRef<HTMLDivElement>(null);
  const { fetchNextPage } = query;
  useEffect(() => {
    const element = end.current;
    if (!element || waiting) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && fetchNextPage(),
      AHEAD,
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [fetchNextPage, waiting]);
  return (
    <div ref={end} className="flex justify-center py-5">
      <Button kind="quiet" small disabled={waiting} onClick={() => fetchNextPage()}>
        {waiting ? "Loading more…" : "Show more"}
      </Button>
    </div>
  );
}
