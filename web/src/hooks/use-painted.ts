"use client";

import { startTransition, useEffect, useState } from "react";
import { whenPainted } from "@/lib/core/rest";

/** Has the browser painted what is shown since it `isShown`? For what is asked for after that. */
export function usePainted(isShown: boolean): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    if (isShown) return whenPainted(() => startTransition(() => setPainted(true)));
  }, [isShown]);
  return isPainted;
}
