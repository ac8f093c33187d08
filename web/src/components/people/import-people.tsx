"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import * as importQueries from "@/api/contact-import-queries";
import { uploadContacts } from "@/api/upload";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { ProgressBar } from "@/components/ui/progress-bar";
import { GoogleContactsList } from "./google-contacts";
import { ImportRow } from "./import-row";

type Sending = { name: string; part: number };

/** Takes files of people by drop or by choice, and tells what has become of them. */
export function ImportPeople() {
  const client = useQueryClient();
  const imports = useInfiniteQuery(importQueries.contactImports);
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<unknown>();
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const upload = useRef<AbortController>(null);
  useEffect(() => () => upload.current?.abort(), []);

  async function take(file: File | undefined) {
    if (!file || sending) return;
    const controller = new AbortController();
    upload.current = controller;
    setProblem(undefined);
    setSending({ name: file.name, part: 0 });
    try {
      const onProgress = (sent: number, total: number) =>
        setSending({ name: file.name, part: total ? sent / total : 0 });
      await uploadContacts(file, { onProgress, signal: controller.signal });
      await client.invalidateQueries({ queryKey: ["contact-imports"] });
    } catch (error) {
      if (!controller.signal.aborted) setProblem(error);
    }
    setSending(undefined);
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const items = imports.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="space-y-4">
      <GoogleContactsList />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what can be dropped here can be chosen by the button, too */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-wrap items-center gap-x-5 gap-y-3 rounded-xl border-2 border-dashed px-4 py-4 transition-colors sm:px-5 ${
          over ? "border-accent bg-accent-soft" : "border-line"
        }`}
      >
        <FileUp aria-hidden className="size-5 text-soft" strokeWidth={1.6} />
        <p className="min-w-0 flex-1 basis-64 text-soft">
          Cards (.vcf) or a table (.csv) of Google, Outlook, LinkedIn (Connections.csv of your data export),
          Kith or any other address book. The same file twice adds nothing, and what you wrote yourself stays.
        </p>
        <Button small disabled={sending !== undefined} onClick={() => picker.current?.click()}>
          Choose a file of people
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".vcf,.vcard,.csv,.tsv,.txt,text/vcard,text/csv"
          aria-label="File of people"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = ""; // so that the same file can be chosen again
          }}
        />
      </div>
      {sending && (
        <div aria-live="polite" className="panel px-4 py-3 sm:px-5">
          <p className="mb-2 truncate text-sm text-soft">Sending {sending.name}</p>
          <ProgressBar label="Upload" value={sending.part} />
        </div>
      )}
      {problem !== undefined && <ProblemNote error={problem} />}
      {imports.isError && <ProblemNote error={imports.error} onRetry={() => imports.refetch()} />}
      {items.length > 0 && (
        <ul aria-label="Imported files of people" className="panel divide-y divide-line overflow-hidden">
          {items.map((one) => (
            <ImportRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {imports.hasNextPage && (
        <Button small kind="quiet" onClick={() => imports.fetchNextPage()}>
          Show earlier imports
        </Button>
      )}
    </div>
  );
}
