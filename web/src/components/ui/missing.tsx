import Link from "next/link";
import { problemFrom } from "@/api/problem";
import { buttonStyle } from "./button";
import { Back } from "./page-head";
import { ProblemNote } from "./problem-note";

type Place = { href: string; label: string };
type MissingProps = { what: string; list: Place };
type UnavailableProps = MissingProps & { error: unknown; onRetry: () => void };

/** A page that was opened without saying of what. */
export function Missing({ what, list }: MissingProps) {
  return (
    <Nothing title={`Which ${what}?`} list={list}>
      The address of this page names none.
    </Nothing>
  );
}

/** What a page is about could not be had: there is no such thing, or asking failed. */
export function Unavailable({ what, list, error, onRetry }: UnavailableProps) {
  // An id that can be none is refused (422) before anything is looked for.
  if ([404, 422].includes(problemFrom(error).status)) {
    return (
      <Nothing title={`There is no such ${what} here`} list={list}>
        It may have been erased or joined with another, the address may be mistyped, or it is somebody else’s.
      </Nothing>
    );
  }
  return (
    <div className="max-w-4xl">
      <Back {...list} />
      <ProblemNote error={error} onRetry={onRetry} />
    </div>
  );
}

function Nothing({ title, list, children }: { title: string; list: Place; children: string }) {
  return (
    <div className="py-16">
      <h1 className="title">{title}</h1>
      <p className="mt-2 max-w-lg text-soft">{children}</p>
      <Link href={list.href} className={`${buttonStyle("plain")} mt-8`}>
        {`Go to ${list.label.toLowerCase()}`}
      </Link>
    </div>
  );
}
