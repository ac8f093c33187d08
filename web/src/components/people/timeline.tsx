"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import { ProblemNote } from "@/components/ui/problem-note";
import { Skeleton } from "@/components/ui/skeleton";
import { bars } from "@/lib/people/timeline";
import { TrafficChart } from "./traffic-chart";

/** Mail by month: what they wrote above the line, what you wrote beneath it. */
export function Timeline({ id, name }: { id: string; name: string }) {
  const traffic = useQuery(queries.traffic(id));
  if (traffic.isPending) return <Skeleton className="h-44 w-full rounded-xl!" />;
  if (!traffic.data) return <ProblemNote error={traffic.error} onRetry={() => traffic.refetch()} />;
  return (
    <figure className="panel p-5">
      <TrafficChart all={bars(traffic.data.items)} name={name} />
    </figure>
  );
}
