"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { whenAtRest } from "@/lib/core/rest";
import { PLACES } from "./places";

/** Fetches the code of the other places once this page is at rest: a click finds it there, also without network. */
export function Ahead() {
  const router = useRouter();
  useEffect(
    () =>
      whenAtRest(() => {
        for (const { href } of PLACES) router.prefetch(href);
      }),
    [router],
  );
  return null;
}
