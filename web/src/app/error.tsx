"use client";

import { Button } from "@/components/ui/button";

/** A mistake of ours: said, rather than a blank page. */
export default function Failed({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert" className="py-16">
      <h1 className="title">This page broke</h1>
      <p className="mt-2 text-soft">Your mail is safe; only showing it failed: {error.message}</p>
      <Button className="mt-8" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
