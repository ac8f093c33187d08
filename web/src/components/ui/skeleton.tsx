import type { ReactNode } from "react";

export function Skeleton({ className = "" }: { className?: string }) {
  return <span aria-hidden className={`block animate-shimmer rounded-md bg-sunken ${className}`} />;
}

const WIDTHS = ["w-3/5", "w-2/5", "w-1/2", "w-2/3", "w-5/12", "w-3/5", "w-1/2", "w-2/5"];

/** The shape of a list that is on its way. */
export function RowsSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" data-loading className="panel divide-y divide-line overflow-hidden">
      <span className="sr-only">Loading</span>
      {WIDTHS.slice(0, rows).map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
        <div key={index} className="flex h-[calc(2.5rem+2*var(--row-space))] items-center gap-3 px-4 sm:px-5">
          <Skeleton className="size-(--row-face) shrink-0 rounded-full!" />
          <div className="min-w-0 flex-1 space-y-2">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** The shape of a page that lists something, under the head that it will have. */
export function ListSkeleton({ head }: { head: ReactNode }) {
  return (
    <div className="max-w-4xl">
      {head}
      <RowsSkeleton />
    </div>
  );
}

/** The shape of a page about one thing. */
export function PageSkeleton() {
  return (
    <div role="status" data-loading className="space-y-6">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-9 w-2/5" />
      <Skeleton className="h-28 w-full rounded-xl!" />
      <Skeleton className="h-64 w-full rounded-xl!" />
    </div>
  );
}
