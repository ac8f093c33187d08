import { Suspense } from "react";
import { Jobs, JobsHead } from "@/components/core/jobs";
import { Unsent } from "@/components/sending/unsent";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<JobsHead />} />}>
      <Jobs>
        <Unsent />
      </Jobs>
    </Suspense>
  );
}
