import Link from "next/link";
import type { CSSProperties } from "react";
import type { Company } from "@/api/types";
import { ago, hue, initials, plural } from "@/lib/format";
import { strengthWord } from "@/lib/people/strength";

/** One company in a list. */
export function CompanyRow({ company }: { company: Company }) {
  return (
    <li className="row-lazy">
      <Link
        href={`/company?id=${company.id}`}
        prefetch={false}
        data-row
        className="flex items-center gap-4 px-4 py-(--row-space) outline-offset-[-2px] hover:bg-sunken/60 sm:px-5"
      >
        <CompanyMark company={company} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{company.name}</span>
          <span className="block truncate text-sm text-soft">
            {plural(company.people, "person", "people")} · {company.domain}
          </span>
        </span>
        <span className="shrink-0 text-right text-sm">
          <span className={`block ${company.strength >= 0.5 ? "text-accent" : "text-soft"}`}>
            {strengthWord(company.strength)}
          </span>
          <span className="block text-xs text-faint">{ago(company.last_at)}</span>
        </span>
      </Link>
    </li>
  );
}

/** Square, where people are round. */
export function CompanyMark({ company, size = 42 }: { company: Company; size?: number }) {
  const style = {
    "--hue": hue(company.domain),
    width: size,
    height: size,
    fontSize: size * 0.36,
  } as CSSProperties;
  return (
    <span aria-hidden style={style} className="tint grid shrink-0 place-items-center rounded-xl font-medium">
      {initials(company.name)}
    </span>
  );
}
