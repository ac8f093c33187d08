"use client";

import { X } from "lucide-react";
import { useParam } from "@/hooks/use-param";
import { setback } from "@/lib/gmail/setbacks";

/** What went wrong on the way through Google's pages, if anything did. */
export function SetbackNote() {
  const [code, setCode] = useParam("error");
  if (!code) return null;
  const { title, detail } = setback(code);
  return (
    <div role="alert" className="mb-6 flex gap-3 rounded-xl bg-bad-soft p-4 text-left">
      <div className="min-w-0 flex-1">
        <p className="font-medium text-bad">{title}</p>
        <p className="text-soft">{detail}</p>
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => setCode("")}
        className="self-start rounded p-1"
      >
        <X aria-hidden className="size-4 text-faint" />
      </button>
    </div>
  );
}
