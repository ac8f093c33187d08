import { File, FileText, Image, Music, Video } from "lucide-react";
import type { Attachment } from "@/api/types";
import { bytes, plural } from "@/lib/format";

const ICONS = [
  ["image/", Image],
  ["audio/", Music],
  ["video/", Video],
  ["text/", FileText],
  ["application/pdf", FileText],
] as const;

/** What came with a message. */
export function Attachments({ all }: { all: Attachment[] }) {
  if (all.length === 0) return null;
  return (
    <section aria-label={plural(all.length, "attachment")} className="mt-5">
      <ul className="flex flex-wrap gap-2">
        {all.map((one) => {
          const Icon = ICONS.find(([prefix]) => one.mime_type.startsWith(prefix))?.[1] ?? File;
          return (
            <li
              key={one.part_id}
              title={one.mime_type}
              className="flex max-w-full items-center gap-2.5 rounded-lg border border-line px-3 py-2 text-sm"
            >
              <Icon aria-hidden className="size-4 shrink-0 text-faint" strokeWidth={1.6} />
              <span className="truncate">{one.filename || one.mime_type}</span>
              <span className="shrink-0 text-faint tabular-nums">{bytes(one.size)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
