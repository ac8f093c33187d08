import { ago, exact, stamp } from "@/lib/format";

/** A moment: the exact one on hover. */
export function When({
  at,
  relative = false,
  className,
}: {
  at: string;
  relative?: boolean;
  className?: string;
}) {
  return (
    <time dateTime={at} title={exact(at)} className={className}>
      {relative ? ago(at) : stamp(at)}
    </time>
  );
}
