"use client";

import { useQuery } from "@tanstack/react-query";
import { lookup } from "@/api/queries";

/** Whose one of these addresses is, once that is wanted. */
export function useWhose(addresses: string[], wanted: boolean) {
  const found = useQuery({ ...lookup(addresses), enabled: wanted && addresses.length > 0 });
  return wanted ? found.data?.items[0]?.contact : undefined;
}
