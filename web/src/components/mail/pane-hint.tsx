"use client";

import { MailOpen } from "lucide-react";
import { KeyList } from "@/components/shell/key-list";

const ROWS = [
  { keys: ["j", "k"], what: "Next and previous" },
  { keys: ["e"], what: "Archive" },
  { keys: ["r"], what: "Reply" },
  { keys: ["z"], what: "Undo" },
  { keys: ["?"], what: "All keys" },
];

/** Where a thread will be. */
export function PaneHint() {
  return (
    <div className="grid h-full place-content-center justify-items-center gap-6 text-faint">
      <MailOpen aria-hidden className="size-7" strokeWidth={1.4} />
      <p>Choose a thread to read it here.</p>
      <KeyList rows={ROWS} />
    </div>
  );
}
