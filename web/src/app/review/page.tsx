import { Suspense } from "react";
import { Review, ReviewHead } from "@/components/people/review";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<ReviewHead />} />}>
      <Review />
    </Suspense>
  );
}
