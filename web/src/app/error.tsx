"use client";

import { Button } from "@/components/ui/button";

/** A mistake of ours: said, rather than a blank page. */
export default function Failed({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert" className="py-16">
      <h1 className="title">This page broke</h1>
      <p className="mt-2 text-soft">Your mail is safe; only showing it failed.</p>
      <details className="mt-2 text-sm text-faint">
        <summary className="rounded hover:text-ink">What the browser says</summary>
        <p className="mt-1 font-mono text-xs">{error.message}</p>
      </details>
      <Button className="mt-8" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
