import { Suspense } from "react";
import { Mailboxes, MailboxesHead } from "@/components/gmail/mailboxes";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<MailboxesHead />} />}>
      <Mailboxes />
    </Suspense>
  );
}
