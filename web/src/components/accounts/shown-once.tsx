"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";

type Props = { label: string; value: string; children: string; onDone: () => void };

/** A secret that is shown now and never again. */
export function ShownOnce({ label, value, children, onDone }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without https a browser has no clipboard for pages: the text is selected, for the keys.
    }
  };
  return (
    <div role="status" className="rounded-xl bg-accent-soft p-4">
      <p className="font-medium">{label}</p>
      <p className="mt-0.5 text-sm text-soft">{children}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <input
          ref={field}
          readOnly
          aria-label={label}
          value={value}
          onFocus={(event) => event.target.select()}
          className="h-10 min-w-0 flex-1 basis-60 rounded-lg border border-line bg-surface px-3 font-mono text-sm"
        />
        <Button kind="primary" onClick={copy}>
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
