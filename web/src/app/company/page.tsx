import { Suspense } from "react";
import { CompanyPage } from "@/components/people/company-page";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <CompanyPage />
    </Suspense>
  );
}
