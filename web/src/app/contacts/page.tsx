import { Suspense } from "react";
import { Contacts, ContactsHead } from "@/components/people/contacts";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<ContactsHead />} />}>
      <Contacts />
    </Suspense>
  );
}
