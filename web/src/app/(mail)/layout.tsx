import { type ReactNode, Suspense } from "react";
import { Mail } from "@/components/mail/mail";
import { MailSkeleton } from "@/components/mail/mail-skeleton";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<MailSkeleton />}>
      <Mail>{children}</Mail>
    </Suspense>
  );
}
