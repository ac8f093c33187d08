import { Suspense } from "react";
import { Review } from "@/components/people/review";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Review />
    </Suspense>
  );
}
