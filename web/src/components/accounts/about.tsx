"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import { Section } from "@/components/ui/section";

/** Which Kith this is. */
export function About() {
  const version = useQuery(queries.deployment).data?.version;
  return (
    <Section title="This Kith">
      <p className="text-soft">
        {version && `Version ${version}. `}
        Programs talk to it as{" "}
        <a href="/api/docs" className="rounded text-accent underline">
          its own documentation
        </a>{" "}
        says.
      </p>
    </Section>
  );
}
