import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  title: string;
  more?: { href: string; label: string };
  children: ReactNode;
  className?: string;
};

export function Section({ title, more, children, className = "" }: Props) {
  return (
    <section aria-label={title} className={className}>
      <div className="mb-3 flex items-baseline justify-between gap-4">
        <h2 className="font-serif text-xl tracking-tight">{title}</h2>
        {more && (
          <Link
            href={more.href}
            prefetch={false}
            className="rounded text-sm whitespace-nowrap text-accent hover:underline"
          >
            {more.label}
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}
