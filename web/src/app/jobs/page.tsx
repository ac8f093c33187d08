import { Suspense } from "react";
import { Jobs } from "@/components/core/jobs";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Jobs />
    </Suspense>
  );
}
