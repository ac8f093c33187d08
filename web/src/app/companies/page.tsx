import { Suspense } from "react";
import { Companies } from "@/components/people/companies";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Companies />
    </Suspense>
  );
}
