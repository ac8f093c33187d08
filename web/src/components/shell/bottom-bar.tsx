"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isAt, PLACES } from "./places";

/** Navigation under the thumb, where no selection has its actions; jobs are in the account menu. */
export function BottomBar() {
  const path = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur lg:hidden [:root:has([data-selecting])_&]:hidden"
    >
      {PLACES.slice(0, 5).map((place) => {
        const here = isAt(place, path);
        return (
          <Link
            key={place.href}
            href={place.href}
            prefetch={false}
            aria-current={here ? "page" : undefined}
            className={`flex min-w-0 flex-1 flex-col items-center gap-1 pt-2.5 pb-2 text-[0.7rem] ${
              here ? "font-medium text-accent" : "text-soft"
            }`}
          >
            <place.icon aria-hidden className="size-[1.3rem]" strokeWidth={here ? 2 : 1.6} />
            {place.label}
          </Link>
        );
      })}
    </nav>
  );
}
