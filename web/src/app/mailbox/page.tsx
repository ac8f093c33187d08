import { Suspense } from "react";
import { MailboxPage } from "@/components/gmail/mailbox-page";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <MailboxPage />
    </Suspense>
  );
}
