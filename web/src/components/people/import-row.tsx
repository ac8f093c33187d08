"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import type { ContactImport } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { ProgressBar } from "@/components/ui/progress-bar";
import { ago, count, plural } from "@/lib/format";
import { ImportMapping } from "./import-mapping";
import { ImportProblems } from "./import-problems";

const STATES: Record<ContactImport["state"], string> = {
  mapping: "waits for you to say what its columns are",
  reading: "being read",
  done: "",
  failed: "could not be read",
  cancelled: "stopped",
  undoing: "being taken back",
  undone: "taken back",
};

/** A file of people, what it did, and what can be done with it. */
export function ImportRow({ one }: { one: ContactImport }) {
  const [open, setOpen] = useState<"mapping" | "problems">();
  const { undo, retry } = useImportActions(one);
  const going = one.state === "reading" || one.state === "undoing";
  const stopped = one.state === "failed" || one.state === "cancelled";
  const word = one.state === "mapping" ? "Discard" : "Take back";
  const busy = undo.isPending || retry.isPending;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-medium">{one.filename}</p>
        <p className="text-sm text-soft">
          {[STATES[one.state], ...results(one), ago(one.created_at)].filter(Boolean).join(" · ")}
        </p>
        {one.reason && <p className="mt-1 text-sm text-bad">{one.reason}</p>}
        {going && (
          <div aria-live="polite" className="mt-2">
            <ProgressBar
              label={`Import of ${one.filename}`}
              value={one.state === "reading" && one.total > 0 ? one.read / one.total : null}
            />
          </div>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {one.state === "mapping" && (
          <Button small kind="primary" onClick={() => setOpen("mapping")}>
            Name its columns
          </Button>
        )}
        {one.problems > 0 && one.state !== "undone" && (
          <Button small kind="quiet" onClick={() => setOpen("problems")}>
            {plural(one.problems, "problem")}
          </Button>
        )}
        {stopped && (
          <Button small disabled={busy} onClick={() => retry.mutate()}>
            Try again
          </Button>
        )}
        {!["undone", "undoing"].includes(one.state) && (
          <Confirm
            trigger={
              <Button small kind="quiet" disabled={busy} aria-label={`${word} ${one.filename}`}>
                {word}
              </Button>
            }
            title={one.state === "mapping" ? "Discard this file?" : "Take this import back?"}
            action={one.state === "mapping" ? "Discard it" : "Take it back"}
            onConfirm={() => undo.mutate()}
          >
            <p>
              All that {one.filename} said of people goes, and people whom nothing else here knows. What you
              wrote yourself stays.
            </p>
          </Confirm>
        )}
      </div>
      {open === "mapping" && <ImportMapping one={one} onClose={() => setOpen(undefined)} />}
      {open === "problems" && <ImportProblems one={one} onClose={() => setOpen(undefined)} />}
    </li>
  );
}

function useImportActions(one: ContactImport) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["contact-imports"] });
  const path = { contact_import_id: one.id };
  const undo = useMutation({
    mutationFn: () => call(api.DELETE("/api/v1/contacts/imports/{contact_import_id}", { params: { path } })),
    onError,
    onSuccess,
  });
  const retry = useMutation({
    mutationFn: () =>
      call(api.POST("/api/v1/contacts/imports/{contact_import_id}/retry", { params: { path } })),
    onError,
    onSuccess,
  });
  return { undo, retry };
}

function results({ state, total, read, made, joined, refused }: ContactImport) {
  if (state === "mapping" || state === "undoing" || state === "undone") return [];
  const far = total > 0 && read < total ? [`${count(read)} of ${count(total)}`] : [];
  if (read === 0) return far;
  return [
    ...far,
    `${count(made)} new`,
    `${count(joined)} known`,
    ...(refused > 0 ? [`${count(refused)} left out`] : []),
  ];
}
