"use client";

import { useMutation } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { api, call, signInUrl } from "@/api/client";
import { problemFrom } from "@/api/problem";
import { Centre } from "@/components/shell/centre";
import { Wordmark } from "@/components/shell/wordmark";
import { buttonStyle } from "@/components/ui/button";
import { useTitle } from "@/components/ui/page-head";

/** What the owner's link opens. Its secret stands after the #, which browsers send to nobody. */
export function InvitationPage() {
  useTitle("Invitation");
  const read = useRef(false);
  const open = useMutation({
    mutationFn: (secret: string) => call(api.POST("/api/v1/session/invitation", { body: { secret } })),
  });
  const { mutate } = open;
  useEffect(() => {
    if (read.current) return;
    read.current = true;
    const secret = window.location.hash.slice(1);
    window.history.replaceState(null, "", window.location.pathname);
    mutate(secret);
  }, [mutate]);

  return (
    <Centre>
      <Wordmark />
      {open.isError ? (
        <Refused error={open.error} />
      ) : (
        <>
          <h1 className="title mt-10">You are invited</h1>
          <p className="mt-3 text-soft">
            Somebody lets you use this Kith: it copies your mail, and shows you the people behind it. What is
            yours stays yours; nobody else here sees it. Sign in within an hour.
          </p>
          <a
            href={signInUrl("/")}
            aria-disabled={!open.isSuccess}
            className={`${buttonStyle("primary")} mt-8 self-start ${open.isSuccess ? "" : "pointer-events-none opacity-50"}`}
          >
            <LogIn aria-hidden className="size-4" />
            Sign in with Google
          </a>
        </>
      )}
    </Centre>
  );
}

function Refused({ error }: { error: unknown }) {
  const { title, detail } = problemFrom(error);
  return (
    <div role="alert">
      <h1 className="title mt-10">This invitation does not count</h1>
      <p className="mt-3 text-soft">{detail || title}</p>
      <Link href="/" className={`${buttonStyle("plain")} mt-8`}>
        Go to the start
      </Link>
    </div>
  );
}
