"use client";

import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { Button } from "@/components/ui/button";

export type Note = { id: number; title: string; detail?: string; bad?: boolean; action?: Action };

/** What can be done about it, for so many milliseconds, and in which other way. */
type Action = { label: string; run: () => void; within: number; or: string };

/** What was said last, for a while; loaded after the page: see the provider. */
export function OneToast({ note, onGone }: { note?: Note; onGone: (id: number) => void }) {
  return (
    <Toast.Provider duration={6000}>
      {note && (
        <Toast.Root
          key={note.id}
          duration={note.action?.within}
          type={note.bad ? "foreground" : "background"}
          onOpenChange={(open) => !open && onGone(note.id)}
          className={`panel flex animate-rise items-start gap-3 p-4 shadow-float ${note.bad ? "border-bad/40" : ""}`}
        >
          <div className="min-w-0 flex-1">
            <Toast.Title className={`font-medium ${note.bad ? "text-bad" : ""}`}>{note.title}</Toast.Title>
            {note.detail && note.detail !== note.title && (
              <Toast.Description className="text-sm text-soft">{note.detail}</Toast.Description>
            )}
          </div>
          {note.action && (
            <Toast.Action asChild altText={`${note.action.label}: ${note.action.or}`}>
              <Button small data-undo aria-keyshortcuts="z" onClick={note.action.run}>
                {note.action.label}
              </Button>
            </Toast.Action>
          )}
          <Toast.Close aria-label="Dismiss" className="-m-1 rounded p-1 text-faint hover:text-ink">
            <X className="size-4" />
          </Toast.Close>
        </Toast.Root>
      )}
      <Toast.Viewport className="fixed right-4 bottom-20 z-50 w-[min(24rem,calc(100vw-2rem))] lg:bottom-4" />
    </Toast.Provider>
  );
}
