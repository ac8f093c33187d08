"use client";

import { useEffect, useState } from "react";

/** `value`, once it has rested for `wait` milliseconds. */
export function useDebounced<T>(value: T, wait = 220): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return rested;
}
