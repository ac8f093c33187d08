"use client";

import { useQuery } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { me } from "@/api/queries";
import { Button } from "@/components/ui/button";
import { useImport } from "@/hooks/imports/use-import";
import { ImportState } from "./import-state";

/** Takes an mbox by drop or by choice, and tells how it fares. */
export function ImportDrop() {
  const { data: user } = useQuery(me);
  const { state, start, stop, clear } = useImport();
  const [over, setOver] = useState(false);
  const [owner, setOwner] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const named = useRef<HTMLInputElement>(null);
  const ownerId = useId();

  if (state.step !== "idle") {
    return (
      <div className="panel p-6">
        <ImportState state={state} onStop={stop} onAgain={clear} />
      </div>
    );
  }
  const take = (file: File | undefined) => {
    if (file && named.current?.reportValidity()) start(file, owner.trim() || undefined);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <section
      aria-label="Import an mbox file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`rounded-xl border-2 border-dashed p-6 transition-colors sm:p-8 ${
        over ? "border-accent bg-accent-soft" : "border-line"
      }`}
    >
      <div className="flex flex-wrap items-center gap-x-5 gap-y-4">
        <span className="grid size-12 place-items-center rounded-full bg-sunken text-soft">
          <FileUp aria-hidden className="size-5" strokeWidth={1.6} />
        </span>
        <div className="min-w-60 flex-1">
          <h2 className="font-serif text-xl">Import a file</h2>
          <p className="text-soft">
            Drop an .mbox here: a Google Takeout, or any other, however large. The same file twice adds
            nothing.
          </p>
        </div>
        <Button onClick={() => picker.current?.click()}>Choose a file</Button>
        <input
          ref={picker}
          type="file"
          accept=".mbox,.mbx,application/mbox"
          aria-label="mbox file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = ""; // so that the same file can be chosen again
          }}
        />
      </div>
      <div className="mt-5 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-5 text-sm">
        <label htmlFor={ownerId} className="text-soft">
          Whose mail is it?
        </label>
        <input
          ref={named}
          id={ownerId}
          type="email"
          value={owner}
          placeholder={user?.email}
          onChange={(event) => setOwner(event.target.value)}
          className="h-9 min-w-0 flex-1 rounded-lg border border-line bg-surface px-3 text-base placeholder:text-faint sm:max-w-72 sm:text-sm"
        />
      </div>
    </section>
  );
}
