"use client";

import { Paperclip, X } from "lucide-react";
import type { OutboxFile } from "@/api/types";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { Upload } from "@/hooks/sending/use-attaching";
import { bytes } from "@/lib/format";

type Props = { files: OutboxFile[]; uploads: [string, Upload][]; onRemove: (file: OutboxFile) => void };

/** The files that go out with a mail. */
export function AttachedFiles({ files, uploads, onRemove }: Props) {
  if (files.length + uploads.length === 0) return null;
  return (
    <ul aria-label="Files that go with it" className="flex flex-wrap gap-2 px-4 pb-3 sm:px-5">
      {files.map((file) => (
        <Line key={file.id} name={file.name} onRemove={() => onRemove(file)}>
          <span className="shrink-0 text-faint tabular-nums">{bytes(file.size)}</span>
        </Line>
      ))}
      {uploads.map(([key, { name, share, stop }]) => (
        <Line key={key} name={name} onRemove={stop}>
          <span className="w-16 shrink-0">
            <ProgressBar label={`${name} on its way`} value={share} />
          </span>
        </Line>
      ))}
    </ul>
  );
}

type LineProps = { name: string; onRemove: () => void; children: React.ReactNode };

function Line({ name, onRemove, children }: LineProps) {
  return (
    <li className="flex max-w-full items-center gap-2 rounded-lg bg-sunken py-1 pr-1 pl-3 text-sm">
      <span className="truncate">{name}</span>
      {children}
      <button
        type="button"
        aria-label={`Remove ${name}`}
        onClick={onRemove}
        className="rounded p-1 text-faint hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}

/** Chooses files; the label is the button, for mouse, keyboard and reader alike. */
export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <label className="relative flex min-h-8 cursor-pointer items-center gap-2 rounded-lg px-2 text-sm text-soft hover:bg-sunken hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <Paperclip aria-hidden className="size-4" />
      Attach
      <input
        type="file"
        multiple
        aria-label="Attach files"
        className="absolute inset-0 w-full cursor-pointer opacity-0"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = ""; // the same file may be chosen again
        }}
      />
    </label>
  );
}
