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
