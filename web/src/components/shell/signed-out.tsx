"use client";

import { LogIn } from "lucide-react";
import { useEffect, useState } from "react";
import { signInUrl } from "@/api/client";
import { buttonStyle } from "@/components/ui/button";
import { useTitle } from "@/components/ui/page-head";
import { Centre } from "./centre";
import { Wordmark } from "./wordmark";

/** For a page that needs a session where there is none, or none any more. */
export function SignedOut() {
  const [next, setNext] = useState("/");
  useTitle("Sign in");
  useEffect(() => setNext(window.location.pathname + window.location.search), []);
  return (
    <Centre>
      <Wordmark />
      <h1 className="title mt-10">Sign in to go on</h1>
      <p className="mt-3 text-soft">
        This page is yours alone, and you are not signed in, or your session has ended. Nothing was lost: you
        will come back to where you are.
      </p>
      <a href={signInUrl(next)} className={`${buttonStyle("primary")} mt-8 self-start`}>
        <LogIn aria-hidden className="size-4" />
        Sign in with Google
      </a>
    </Centre>
  );
}
