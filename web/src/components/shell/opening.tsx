import { Mark } from "./wordmark";

/** What a page says whose looks depend on who looks, until that is known: the same to everybody. */
export function Opening() {
  return (
    <div className="mx-auto flex min-h-dvh max-w-6xl flex-col px-5 py-7 sm:px-10">
      <div className="flex items-center gap-2.5">
        <Mark />
        <span className="font-serif text-[1.45rem] leading-none tracking-tight">Kith</span>
      </div>
      <div role="status" className="grid flex-1 place-items-center pb-24 text-center">
        <span className="sr-only">Loading</span>
        <p className="font-serif text-[2.6rem] leading-[1.08] font-medium tracking-[-0.025em] text-balance sm:text-6xl">
          The people behind your mail
        </p>
      </div>
    </div>
  );
}
