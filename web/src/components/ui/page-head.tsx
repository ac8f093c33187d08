"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useEffect } from "react";

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
    <header className="mb-4 sm:mb-5">
      {back && <Back {...back} />}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1">
          <h1 className="title">{title}</h1>
          {children && <p className="max-w-2xl text-soft">{children}</p>}
        </div>
        {action}
      </div>
    </header>
  );
}

/** Up to the list; where one came from there, back to it as it was, its search and place included. */
export function Back({ href, label }: { href: string; label: string }) {
  const router = useRouter();
  const back = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !cameFrom(href)) return;
    event.preventDefault();
    router.back();
  };
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={back}
      className="mb-4 inline-flex items-center gap-1.5 rounded text-sm text-faint hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-3.5" />
      {label}
    </Link>
  );
}

type Navigation = { currentEntry: { index: number } | null; entries(): { url: string | null }[] };

/** Was the page before this one that list, with whatever search? */
export function cameFrom(href: string) {
  const { navigation } = window as { navigation?: Navigation }; // older browsers have none, and follow the link
  const url = navigation?.entries()[(navigation.currentEntry?.index ?? 0) - 1]?.url;
  return Boolean(url) && new URL(url ?? "").pathname === href.split("?", 1)[0];
}

/** The window's name, also after Next has named it anew, as it does when a page has come. */
export function useTitle(title: string) {
  useEffect(() => {
    const name = title === "Kith" ? title : `${title} · Kith`;
    const set = () => {
      if (document.title !== name) document.title = name;
    };
    const observer = new MutationObserver(set);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    set();
    return () => observer.disconnect();
  }, [title]);
}
