"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ThreadKey } from "@/api/types";
import { THREAD } from "@/lib/mail/addresses";

/** Is a thread open, or where one is named, a message of it? */
export function useIsOpen({ id, mailbox_id }: ThreadKey, message?: string) {
  const params = useSearchParams();
  const wanted = [id, mailbox_id, message ?? params.get("message")];
  const named = ["id", "mailbox", "message"].map((name) => params.get(name));
  return usePathname() === THREAD && named.every((value, index) => value === wanted[index]);
}
