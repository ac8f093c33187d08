import type { ButtonHTMLAttributes } from "react";

type Kind = "primary" | "plain" | "quiet" | "danger";

const KINDS: Record<Kind, string> = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-surface hover:bg-sunken",
  quiet: "text-soft hover:bg-sunken hover:text-ink",
  danger: "border border-bad/35 text-bad hover:bg-bad-soft",
};

export function buttonStyle(kind: Kind = "plain", small = false) {
  const size = small ? "min-h-8 px-3 text-sm" : "min-h-10 px-4 text-[0.94rem]";
  return `inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition select-none disabled:opacity-50 ${size} ${KINDS[kind]}`;
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: Kind; small?: boolean };

export function Button({ kind = "plain", small, className = "", ...rest }: Props) {
  return <button type="button" {...rest} className={`${buttonStyle(kind, small)} ${className}`} />;
}
