"use client";

import { CircleAlert, X } from "lucide-react";
import { addressOf, isAddress, shownOf } from "@/lib/sending/letter";

/** One recipient; what is no address says so. */
export function RecipientChip({ written, onRemove }: { written: string; onRemove: () => void }) {
  const wrong = !isAddress(written);
  return (
    <li
      title={addressOf(written)}
      className={`flex max-w-full items-center gap-1 rounded-full py-0.5 pr-1 pl-2.5 text-sm ${wrong ? "bg-bad-soft text-bad" : "bg-sunken"}`}
    >
      {wrong && <CircleAlert aria-label="Not a mail address:" className="size-3.5 shrink-0" />}
      <span className="truncate">{shownOf(written)}</span>
      <button
        type="button"
        aria-label={`Remove ${addressOf(written)}`}
        onClick={onRemove}
        className="rounded-full p-1 text-faint hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}
