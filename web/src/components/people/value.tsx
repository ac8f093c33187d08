import { Lock } from "lucide-react";
import type { CardValue } from "@/api/types";
import { linkOf } from "@/lib/people/facts";

/** A value of a card, leading to where it leads. */
export function Value({ value }: { value: Pick<CardValue, "field" | "value" | "label"> }) {
  const href = linkOf(value);
  if (!href) return <span className="break-words whitespace-pre-line">{value.value}</span>;
  return (
    <a href={href} rel="noreferrer" className="rounded break-all hover:text-accent hover:underline">
      {value.value}
    </a>
  );
}

/** Beneath a value: whether somebody said that it is right, and the way to who says so. */
export function Standing({ of, locked, onWhy }: { of: string; locked: boolean; onWhy: () => void }) {
  return (
    <>
      {locked && (
        <span className="inline-flex items-center gap-1">
          <Lock aria-hidden className="size-3.5" />
          You said that it is right
        </span>
      )}
      <button
        type="button"
        onClick={onWhy}
        aria-label={`Why do we think so? ${of}`.slice(0, 200)}
        className="min-h-6 rounded underline decoration-line underline-offset-4 hover:text-ink"
      >
        Why do we think so?
      </button>
    </>
  );
}
