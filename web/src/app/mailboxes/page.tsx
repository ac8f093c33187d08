import { Suspense } from "react";
import { Mailboxes } from "@/components/gmail/mailboxes";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Mailboxes />
    </Suspense>
  );
}
