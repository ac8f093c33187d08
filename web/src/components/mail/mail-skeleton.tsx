"use client";

import { usePathname } from "next/navigation";
import { ListSkeleton, PageSkeleton } from "@/components/ui/skeleton";
import { THREAD } from "@/lib/mail/addresses";
import { ThreadsHead } from "./threads";

/** The shape of a page of mail; where list and thread stand side by side, that of the list, at its place. */
export function MailSkeleton() {
  const isOpen = usePathname() === THREAD;
  return (
    <div className="xl:max-w-lg xl:px-5 xl:pt-8">
      {isOpen ? <PageSkeleton /> : <ListSkeleton head={<ThreadsHead />} />}
    </div>
  );
}
