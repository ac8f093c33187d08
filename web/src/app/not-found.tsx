import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";

export default function NotFound() {
  return (
    <div className="py-16">
      <h1 className="title">There is no such page</h1>
      <p className="mt-2 text-soft">The address may be mistyped, or the page has moved.</p>
      <Link href="/" className={`${buttonStyle("plain")} mt-8`}>
        Go to the overview
      </Link>
    </div>
  );
}
