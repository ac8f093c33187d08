import { File, FileText, Image, Music, Video } from "lucide-react";
import { attachmentUrl } from "@/api/download";
import type { Message } from "@/api/types";
import { bytes, plural } from "@/lib/format";
import { SaveLink } from "./save-link";

const ICONS = [
  ["image/", Image],
  ["audio/", Music],
  ["video/", Video],
  ["text/", FileText],
  ["application/pdf", FileText],
] as const;

/** What came with a message, to save. */
export function Attachments({ message }: { message: Message }) {
  const all = message.attachments;
  if (all.length === 0) return null;
  return (
    <section aria-label={plural(all.length, "attachment")} className="mt-5">
      <ul className="flex flex-wrap gap-2">
        {all.map((one) => {
          const Icon = ICONS.find(([prefix]) => one.mime_type.startsWith(prefix))?.[1] ?? File;
          return (
            <li key={one.part_id} className="max-w-full">
              <SaveLink
                href={attachmentUrl(message.id, one.part_id)}
                title={`Save (${one.mime_type})`}
                className="flex max-w-full items-center gap-2.5 rounded-lg border border-line px-3 py-2 text-sm transition hover:bg-sunken"
              >
                <Icon aria-hidden className="size-4 shrink-0 text-faint" strokeWidth={1.6} />
                <span className="truncate">{one.filename || one.mime_type}</span>
                <span className="shrink-0 text-faint tabular-nums">{bytes(one.size)}</span>
              </SaveLink>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
