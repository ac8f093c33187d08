import { Suspense } from "react";
import { Jobs } from "@/components/jobs/jobs";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Jobs />
    </Suspense>
  );
}
