import { Suspense } from "react";
import { Sources, SourcesHead } from "@/components/enrichment/sources";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<SourcesHead />} />}>
      <Sources />
    </Suspense>
  );
}
