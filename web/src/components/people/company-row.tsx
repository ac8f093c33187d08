import type { CSSProperties } from "react";
import type { Company } from "@/api/types";
import { Row } from "@/components/ui/row";
import { ago, hue, initials, plural } from "@/lib/format";
import { strengthWord } from "@/lib/people/strength";

/** One company in a list. */
export function CompanyRow({ company }: { company: Company }) {
  return (
    <Row href={`/company?id=${company.id}`} lead={<CompanyMark company={company} size="var(--row-face)" />}>
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-5 font-medium">{company.name}</span>
        <span className="block truncate text-sm text-soft">
          {plural(company.people, "person", "people")} · {company.domain}
        </span>
      </span>
      <span className="shrink-0 text-right text-sm">
        <span className={`block ${company.strength >= 0.5 ? "text-accent" : "text-soft"}`}>
          {strengthWord(company.strength)}
        </span>
        <span className="block text-xs leading-5 text-faint">
          {company.last_at ? ago(company.last_at) : "no mail yet"}
        </span>
      </span>
    </Row>
  );
}

/** Square, where people are round. */
export function CompanyMark({ company, size }: { company: Company; size: string }) {
  const style = {
    "--hue": hue(company.domain),
    width: size,
    height: size,
    fontSize: `calc(${size} * 0.36)`,
    borderRadius: `calc(${size} * 0.28)`,
  } as CSSProperties;
  return (
    <span aria-hidden style={style} className="tint grid shrink-0 place-items-center font-medium">
      {initials(company.name)}
    </span>
  );
}
