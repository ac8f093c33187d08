import { ClockAlert } from "lucide-react";
import type { PointerEvent } from "react";
import { ago, exact, stamp } from "@/lib/format";

/** A moment: the exact one on hover, and made for it. `doubt` says why it may be another. */
export function When({
  at,
  relative = false,
  doubt,
  className,
}: {
  at: string;
  relative?: boolean;
  doubt?: string;
  className?: string;
}) {
  const time = (
    <time dateTime={at} onPointerEnter={tellExactly} className={doubt ? undefined : className}>
      {relative ? ago(at) : stamp(at)}
    </time>
  );
  if (!doubt) return time;
  return (
    <span className={className}>
      <ClockAlert role="img" aria-label={doubt} className="mr-1 inline size-3.5 align-[-0.2em] text-warn">
        <title>{doubt}</title>
      </ClockAlert>
      {time}
    </span>
  );
}

function tellExactly({ currentTarget: time }: PointerEvent<HTMLTimeElement>) {
  time.title = exact(time.dateTime);
}
