import { Suspense } from "react";
import { Companies, CompaniesHead } from "@/components/people/companies";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<CompaniesHead />} />}>
      <Companies />
    </Suspense>
  );
}
