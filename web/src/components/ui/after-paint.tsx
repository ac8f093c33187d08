"use client";

import type { ReactNode } from "react";
import { usePainted } from "@/hooks/use-painted";
import { RowsSkeleton } from "./skeleton";

/** What is further down: it waits until the browser has painted what is seen first, once that `isShown`. */
export function AfterPaint({ isShown = true, children }: { isShown?: boolean; children: ReactNode }) {
  return usePainted(isShown) ? children : <RowsSkeleton rows={1} />;
}
