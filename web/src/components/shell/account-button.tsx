"use client";

import { useState } from "react";
import type { User } from "@/api/types";
import { Skeleton } from "@/components/ui/skeleton";
import { usePart } from "@/hooks/use-part";
import { AccountFace, faceStyle } from "./account-face";

const load = () => import("./account-menu");

/** What opens the account's menu; the menu takes its place at the first press. */
export function AccountButton({ user, wide = false }: { user?: User; wide?: boolean }) {
  return user ? <Known user={user} wide={wide} /> : <Unknown wide={wide} />;
}

/** As high as the button will be. */
function Unknown({ wide }: { wide: boolean }) {
  return (
    <span className={wide ? "p-2" : undefined}>
      <Skeleton className="size-[34px] rounded-full!" />
    </span>
  );
}

function Known({ user, wide }: { user: User; wide: boolean }) {
  const [asked, setAsked] = useState(false);
  const menu = usePart(load, asked);
  if (asked && menu) return <menu.AccountMenu user={user} wide={wide} />;
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-busy={asked}
      onClick={() => setAsked(true)}
      onKeyDown={(event) => event.key === "ArrowDown" && setAsked(true)}
      className={faceStyle(wide)}
    >
      <AccountFace user={user} wide={wide} />
    </button>
  );
}
