"use client";

import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { usePart } from "@/hooks/use-part";

const load = () => import("./import-people");

/** People from elsewhere: the code for it comes once the page is at rest. */
export function PeopleIn() {
  const part = usePart(load, false);
  return (
    <Section title="Your people from elsewhere">
      {part ? <part.ImportPeople /> : <RowsSkeleton rows={1} />}
    </Section>
  );
}
