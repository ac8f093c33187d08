"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import * as queries from "@/api/queries";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { bars } from "@/lib/people/timeline";
import { TrafficChart } from "./traffic-chart";

/** Mail by month: what they wrote above the line, what you wrote beneath it. */
export function Timeline({ id, name }: { id: string; name: string }) {
  const traffic = useQuery(queries.traffic(id));
  const months = useDeferredValue(traffic.data)?.items; // drawn in slices, between which the browser answers
  if (traffic.isError && !traffic.data)
    return <ProblemNote error={traffic.error} onRetry={() => traffic.refetch()} />;
  // As high as what comes.
  if (!months) return <Skeleton className="h-55 w-full rounded-xl!" />;
  return (
    <figure className="panel p-5">
      <TrafficChart all={bars(months)} name={name} />
    </figure>
  );
}
