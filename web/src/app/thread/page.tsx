import { Suspense } from "react";
import { ThreadPage } from "@/components/mail/thread-page";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <ThreadPage />
    </Suspense>
  );
}
