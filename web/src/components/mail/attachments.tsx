"use client";

import { File, FileText, Image, Mail, Music, Video } from "lucide-react";
import { useState } from "react";
import { attachmentUrl } from "@/api/download";
import type { Attachment, Readable } from "@/api/types";
import { bytes, plural } from "@/lib/format";
import { messageOf } from "@/lib/mail/readable";
import { EnclosedMail } from "./enclosed-mail";
import { SaveLink } from "./save-link";

const ICONS = [
  ["image/", Image],
  ["audio/", Music],
  ["video/", Video],
  ["text/", FileText],
  ["application/pdf", FileText],
  ["message/", Mail],
] as const;
const LOOK =
  "flex max-w-full items-center gap-2.5 rounded-lg border border-line px-3 py-2 text-sm transition hover:bg-sunken";

/** What came with a mail: files to save, mails to open. */
export function Attachments({ message }: { message: Readable }) {
  const all = message.attachments;
  const id = messageOf(message);
  const [opened, setOpened] = useState<string[]>([]);
  if (all.length === 0) return null;
  const toggle = (part: string) =>
    setOpened(opened.includes(part) ? opened.filter((one) => one !== part) : [...opened, part]);
  return (
    <section aria-label={plural(all.length, "attachment")} className="mt-5">
      <ul className="flex flex-wrap gap-2">
        {all.map((one) => (
          <li key={one.part_id} className="max-w-full">
            {one.is_mail ? (
              <button
                type="button"
                aria-expanded={opened.includes(one.part_id)}
                onClick={() => toggle(one.part_id)}
                className={LOOK}
              >
                <Named attachment={one} />
              </button>
            ) : (
              <SaveLink
                href={attachmentUrl(id, one.part_id)}
                title={`Save (${one.mime_type})`}
                className={LOOK}
              >
                <Named attachment={one} />
              </SaveLink>
            )}
          </li>
        ))}
      </ul>
      {all
        .filter((one) => opened.includes(one.part_id))
        .map((one) => (
          <EnclosedMail
            key={one.part_id}
            messageId={id}
            partId={one.part_id}
            name={one.filename}
            within={(mail) => <Attachments message={mail} />}
          />
        ))}
    </section>
  );
}

function Named({ attachment }: { attachment: Attachment }) {
  const Icon = ICONS.find(([prefix]) => attachment.mime_type.startsWith(prefix))?.[1] ?? File;
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-faint" strokeWidth={1.6} />
      <span className="truncate">{attachment.filename || attachment.mime_type}</span>
      <span className="shrink-0 text-faint tabular-nums">{bytes(attachment.size)}</span>
    </>
  );
}
