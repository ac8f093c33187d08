"use client";

import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { PageHead } from "@/components/ui/page-head";

/** An invitation, opened by somebody who needs none. */
export function AlreadyHere() {
  return (
    <div className="max-w-2xl">
      <PageHead title="You are here already">
        You have an account and are signed in, so the link is left for somebody else.
      </PageHead>
      <Link href="/" className={buttonStyle("plain")}>
        To the overview
      </Link>
    </div>
  );
}
