"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { User } from "@/api/types";
import { AccountButton } from "./account-button";
import { LiveState } from "./live-state";
import { isAt, PLACES } from "./places";
import { SearchButton } from "./search";
import { Wordmark } from "./wordmark";

/** Navigation on wide screens. */
export function Sidebar({ user }: { user?: User }) {
  return (
    <header className="sticky top-0 z-20 hidden h-dvh w-60 shrink-0 flex-col border-r border-line px-4 py-8 lg:flex">
      {PLACES_TO_GO}
      <div className="mt-auto flex flex-col gap-3">
        <div className="px-3">
          <LiveState />
        </div>
        <AccountButton user={user} wide />
      </div>
    </header>
  );
}

function PlacesToGo() {
  const path = usePathname();
  return (
    <>
      <div className="px-2">
        <Wordmark />
      </div>
      <div className="mt-7 flex flex-col">
        <SearchButton wide />
      </div>
      <nav aria-label="Main" className="mt-5 flex flex-col gap-0.5">
        {PLACES.map((place) => {
          const here = isAt(place, path);
          return (
            <Link
              key={place.href}
              href={place.href}
              prefetch={false}
              aria-current={here ? "page" : undefined}
              className={`flex items-center gap-3 rounded-lg px-3 py-2 text-[0.94rem] transition-colors ${
                here ? "bg-accent-soft font-medium text-accent" : "text-soft hover:bg-sunken hover:text-ink"
              }`}
            >
              <place.icon aria-hidden className="size-[1.1rem]" strokeWidth={1.75} />
              {place.label}
            </Link>
          );
        })}
      </nav>
    </>
  );
}

const PLACES_TO_GO = <PlacesToGo />; // one element: it does not depend on who looks
