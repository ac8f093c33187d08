"use client";

import { usePathname } from "next/navigation";
import { useMemo } from "react";
import { useParam } from "@/hooks/use-param";
import { ALL, type ListOf, nameIn } from "@/lib/mail/addresses";

/** Which list of mail the address speaks of, on the page of a list and on that of a thread. */
export function useListOf() {
  const path = usePathname();
  const [q, setQ] = useParam(nameIn(path, "q"));
  const [label, setLabel] = useParam(nameIn(path, "label"), ALL.label);
  const [mailbox, setMailbox] = useParam(nameIn(path, "mailbox"));
  const list: ListOf = useMemo(() => ({ q, label, mailbox }), [q, label, mailbox]);
  return { list, setQ, setLabel, setMailbox };
}
