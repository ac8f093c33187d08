import { Suspense } from "react";
import { Threads } from "@/components/mail/threads";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Threads />
    </Suspense>
  );
}
