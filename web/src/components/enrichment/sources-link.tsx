import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { Section } from "@/components/ui/section";

/** Where one says who may be asked about people. */
export const SourcesLink = () => (
  <Section title="Who is asked about your people">
    <div className="panel flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
      <p className="min-w-0 flex-1 basis-64 text-soft">
        Sources that you switch on, what they cost, and everything that left this machine.
      </p>
      <Link href="/sources" prefetch={false} className={buttonStyle("plain", true)}>
        Sources
      </Link>
    </div>
  </Section>
);
