"use client";

import type { ReactNode } from "react";
import { usePainted } from "@/hooks/use-painted";
import { RowsSkeleton } from "./skeleton";

/** What is further down: it waits until the browser has painted what is seen first. */
export function AfterPaint({ children }: { children: ReactNode }) {
  return usePainted(true) ? children : <RowsSkeleton rows={1} />;
}
