import { Suspense } from "react";
import { PatternsHead, PatternsPage } from "@/components/people/patterns-page";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<PatternsHead />} />}>
      <PatternsPage />
    </Suspense>
  );
}
