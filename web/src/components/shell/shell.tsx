"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { type ReactNode, useDeferredValue } from "react";
import { me } from "@/api/queries";
import { InvitationPage } from "@/components/accounts/invitation-page";
import { Landing } from "@/components/home/landing";
import { ProblemNote } from "@/components/ui/problem-note";
import { OwnAddressesProvider } from "@/hooks/gmail/use-own-addresses";
import { Ahead } from "./ahead";
import { BottomBar } from "./bottom-bar";
import { Centre } from "./centre";
import { Keys } from "./keys";
import { OfflineNote } from "./offline-note";
import { Opening } from "./opening";
import { isSplit } from "./places";
import { Returning } from "./returning";
import { Search } from "./search";
import { Sidebar } from "./sidebar";
import { SignedOut } from "./signed-out";
import { TopBar } from "./top-bar";

/** Pages that show a stranger something else than a way back in. */
const OPEN = ["/", "/invitation"];

/**
 * The frame of every page; who is not signed in sees the landing, or a way back in. While nobody knows yet who looks, the
 * frame is there already, and asks beside `me` for what the page shows: it says nothing that is not true for everybody.
 */
export function Shell({ children }: { children: ReactNode }) {
  const path = usePathname();
  const user = useQuery(me);
  const who = useDeferredValue(user.data); // the frame is rendered in slices, between which the browser answers

  if (user.isError && user.data === undefined) {
    return (
      <Centre>
        <ProblemNote error={user.error} onRetry={() => user.refetch()} />
      </Centre>
    );
  }
  if (who === null) return <Outside path={path} />;
  if (!who && OPEN.includes(path)) return <Opening />;
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-lg bg-accent px-4 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="mx-auto flex min-h-dvh max-w-[84rem]">
        <Sidebar user={who} />
        <div className={`flex min-w-0 flex-1 flex-col ${isSplit(path) ? "xl:h-dvh" : ""}`}>
          <TopBar user={who} />
          <OfflineNote />
          <main
            id="main"
            tabIndex={-1}
            className={`w-full min-w-0 flex-1 px-4 pt-4 pb-28 outline-none sm:px-8 lg:px-12 lg:pt-8 lg:pb-20 ${
              isSplit(path) ? "xl:min-h-0 xl:overflow-hidden xl:p-0" : ""
            }`}
          >
            <OwnAddressesProvider>{children}</OwnAddressesProvider>
          </main>
        </div>
      </div>
      {BOTTOM_BAR}
      {who && (
        <>
          <Keys />
          <Search />
          <Returning />
          <Ahead />
        </>
      )}
    </>
  );
}

const BOTTOM_BAR = <BottomBar />; // one element: it does not depend on who looks

function Outside({ path }: { path: string }) {
  if (path === "/") return <Landing />;
  return path === "/invitation" ? <InvitationPage /> : <SignedOut />;
}
