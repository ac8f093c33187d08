import Link from "next/link";
import { buttonStyle } from "./button";

/** A page that was opened without saying of what. */
export function Missing({ what, list }: { what: string; list: string }) {
  return (
    <div className="py-16">
      <h1 className="title">Which {what}?</h1>
      <p className="mt-2 text-soft">The address of this page names none.</p>
      <Link href={list} className={`${buttonStyle("plain")} mt-8`}>
        See them all
      </Link>
    </div>
  );
}
