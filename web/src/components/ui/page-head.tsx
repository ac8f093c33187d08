"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";

type Props = {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  back?: { href: string; label: string };
};

/** The name of a page, which is also the window's. */
export function PageHead({ title, children, action, back }: Props) {
  useTitle(title);
  return (
    <header className="mb-7">
      {back && <Back {...back} />}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="title">{title}</h1>
          {children && <p className="mt-1.5 max-w-2xl text-soft">{children}</p>}
        </div>
        {action}
      </div>
    </header>
  );
}

export function Back({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      className="mb-4 inline-flex items-center gap-1.5 rounded text-sm text-faint hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-3.5" />
      {label}
    </Link>
  );
}

export function useTitle(title: string) {
  useEffect(() => {
    document.title = title === "Kith" ? title : `${title} · Kith`;
  }, [title]);
}
