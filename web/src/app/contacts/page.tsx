import { Suspense } from "react";
import { Contacts } from "@/components/people/contacts";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Contacts />
    </Suspense>
  );
}
