"use client";

import { KeyRound, LogIn, Radio, ShieldCheck } from "lucide-react";
import { Suspense } from "react";
import { signInUrl } from "@/api/client";
import { Mark } from "@/components/shell/wordmark";
import { buttonStyle } from "@/components/ui/button";
import { useTitle } from "@/components/ui/page-head";
import { SetbackNote } from "@/components/ui/setback-note";
import { LandingCircle } from "./landing-circle";

const POINTS = [
  {
    icon: Radio,
    title: "Watch it happen",
    text: "Your mail is copied exactly, message by message, and people appear while it is still arriving.",
  },
  {
    icon: KeyRound,
    title: "On your own machine",
    text: "Kith is yours to run. Subjects and bodies are encrypted under a key of your own.",
  },
  {
    icon: ShieldCheck,
    title: "It reads, no more",
    text: "Kith asks for nothing but reading until you send or sort mail with it. Disconnect at any time, and erase the copy if you like.",
  },
];

/** What somebody sees who is not signed in. */
export function Landing() {
  useTitle("Kith");
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-6xl flex-col px-5 py-7 sm:px-10">
      <div className="flex items-center gap-2.5">
        <Mark />
        <span className="font-serif text-[1.45rem] leading-none tracking-tight">Kith</span>
      </div>
      <div className="grid flex-1 items-center gap-10 py-10 lg:grid-cols-[1.05fr_1fr] lg:gap-16">
        <div className="max-w-xl">
          <Suspense>
            <SetbackNote />
          </Suspense>
          <h1 className="font-serif text-[2.6rem] leading-[1.08] font-medium tracking-[-0.025em] sm:text-6xl">
            The people behind your mail
          </h1>
          <p className="mt-6 max-w-md text-lg text-soft">
            Years of letters hold everyone you know. Kith reads them, and shows you who is close, who has gone
            quiet, and what you said to each other.
          </p>
          <a href={signInUrl("/")} className={`${buttonStyle("primary")} mt-9 min-h-12! px-6!`}>
            <LogIn aria-hidden className="size-4" />
            Sign in with Google
          </a>
        </div>
        <LandingCircle />
      </div>
      <ul className="grid gap-8 border-t border-line pt-8 pb-4 sm:grid-cols-3">
        {POINTS.map(({ icon: Icon, title, text }) => (
          <li key={title} className="max-w-xs">
            <Icon aria-hidden className="size-5 text-accent" strokeWidth={1.6} />
            <h2 className="mt-3 font-medium">{title}</h2>
            <p className="mt-1 text-[0.94rem] text-soft">{text}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}
