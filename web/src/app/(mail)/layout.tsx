import { type ReactNode, Suspense } from "react";
import { Mail } from "@/components/mail/mail";
import { PageSkeleton } from "@/components/ui/skeleton";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Mail>{children}</Mail>
    </Suspense>
  );
}
