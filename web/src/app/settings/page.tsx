import { Suspense } from "react";
import { Settings, SettingsHead } from "@/components/accounts/settings";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Page() {
  return (
    <Suspense fallback={<ListSkeleton head={<SettingsHead />} />}>
      <Settings />
    </Suspense>
  );
}
