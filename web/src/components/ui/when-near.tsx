"use client";

import { type ReactNode, useRef } from "react";
import { useNear } from "@/hooks/use-near";
import { RowsSkeleton } from "./skeleton";

/** What is further down: it waits until a reader comes there, or the page is at rest. */
export function WhenNear({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  if (useNear(place)) return children;
  return (
    <div ref={place}>
      <RowsSkeleton rows={1} />
    </div>
  );
}
