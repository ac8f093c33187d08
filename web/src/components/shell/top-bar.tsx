import type { User } from "@/api/types";
import { AccountButton } from "./account-button";
import { LiveState } from "./live-state";
import { SearchButton } from "./search";
import { Wordmark } from "./wordmark";

/** The head of narrow screens. */
export function TopBar({ user }: { user?: User }) {
  return (
    <header className="flex items-center justify-between gap-3 px-4 pt-4 pb-1 sm:px-8 lg:hidden">
      <Wordmark />
      <div className="flex items-center gap-3">
        <LiveState quiet />
        <SearchButton />
        <AccountButton user={user} />
      </div>
    </header>
  );
}
