import { Suspense } from "react";
import { Threads } from "@/components/threads/threads";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Threads />
    </Suspense>
  );
}
