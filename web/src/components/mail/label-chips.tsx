"use client";

import Link from "next/link";
import type { Label } from "@/api/types";
import { useLabels } from "@/hooks/mail/use-labels";
import { colorsOf, marksOf } from "@/lib/mail/labels";

type Props = { mailboxId: string; labels: string[]; most?: number; linked?: boolean };

const CHIP = "max-w-36 min-w-0 truncate rounded px-1.5 text-xs leading-5";

/** The labels that mail's owner gave it, after what it is marked as; the first `most` of them. */
export function LabelChips({ mailboxId, labels, most = 2, linked = false }: Props) {
  const known = useLabels(mailboxId);
  const own = labels.flatMap((id) => known.get(id) ?? []).filter((label) => label.own && !label.hidden);
  const more = own.slice(most);
  return (
    <>
      <Marks labels={labels} />
      {own.slice(0, most).map((label) => (
        <Chip key={label.id} label={label} linked={linked} />
      ))}
      {more.length > 0 && (
        <span className="shrink-0 text-xs text-faint" title={more.map((label) => label.name).join(", ")}>
          +{more.length}
          <span className="sr-only"> labels</span>
        </span>
      )}
    </>
  );
}

/** What has to be said of mail before it is taken for something else: a draft, spam, trash. */
export function Marks({ labels }: { labels: string[] }) {
  return marksOf(labels).map((mark) => (
    <span key={mark} className="shrink-0 rounded bg-warn-soft px-1.5 text-xs leading-5 font-medium text-warn">
      {mark}
    </span>
  ));
}

function Chip({ label, linked }: { label: Label; linked: boolean }) {
  const style = colorsOf(label);
  const look = `${CHIP} ${style ? "" : "bg-sunken text-soft"}`;
  if (!linked) {
    return (
      <span className={look} style={style} title={label.name}>
        <span className="sr-only">label </span>
        {label.name}
      </span>
    );
  }
  return (
    <Link
      href={`/threads?label=${encodeURIComponent(label.name)}`}
      prefetch={false}
      className={`${look} hover:underline`}
      style={style}
      title={`All mail with ${label.name}`}
    >
      {label.name}
    </Link>
  );
}
