import { Suspense } from "react";
import { ContactPage } from "@/components/people/contact-page";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <ContactPage />
    </Suspense>
  );
}
