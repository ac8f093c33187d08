"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import * as importQueries from "@/api/contact-import-queries";
import type { ColumnTarget, ContactImport, PreviewColumn } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/format";

const TARGETS: [ColumnTarget, string][] = [
  ["name", "Name"],
  ["given_name", "First name"],
  ["middle_name", "Middle name"],
  ["family_name", "Last name"],
  ["email", "Mail address"],
  ["phone", "Phone"],
  ["company", "Company"],
  ["title", "Job title"],
  ["address", "Postal address, whole"],
  ["street", "Street"],
  ["postal_code", "Postal code"],
  ["city", "City"],
  ["region", "State or region"],
  ["country", "Country"],
  ["location", "Place"],
  ["url", "Web page"],
  ["birthday", "Birthday"],
  ["note", "Note"],
  ["handle", "Account elsewhere"],
  ["custom", "A field of its own"],
];

/** Where somebody says what the columns of a table are, beside the first values of each. */
export function ImportMapping({ one, onClose }: { one: ContactImport; onClose: () => void }) {
  const preview = useQuery(importQueries.importPreview(one.id));
  return (
    <Modal open wide onClose={onClose} title={`What are the columns of ${one.filename}?`}>
      {preview.isPending && <RowsSkeleton rows={3} />}
      {preview.isError && <ProblemNote error={preview.error} onRetry={() => preview.refetch()} />}
      {preview.data && (
        <Columns one={one} columns={preview.data.columns} rows={preview.data.rows} onClose={onClose} />
      )}
    </Modal>
  );
}

type Props = { one: ContactImport; columns: PreviewColumn[]; rows: number; onClose: () => void };

function Columns({ one, columns, rows, onClose }: Props) {
  const client = useQueryClient();
  const [targets, setTargets] = useState(columns.map((column) => column.target ?? null));
  const start = useMutation({
    mutationFn: () =>
      call(
        api.POST("/api/v1/contacts/imports/{contact_import_id}/start", {
          params: { path: { contact_import_id: one.id } },
          body: { targets },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["contact-imports"], exact: true });
      onClose();
    },
  });
  const choose = (place: number, value: string) => {
    start.reset();
    setTargets(
      targets.map((target, at) => (at === place ? ((value || null) as ColumnTarget | null) : target)),
    );
  };
  return (
    <>
      <p className="mt-2 text-soft">
        The file has {plural(rows, "line")}. Names or mail addresses are needed; what is left out stays in the
        file.
      </p>
      <ul
        aria-label="Columns"
        className="mt-4 max-h-[50vh] divide-y divide-line overflow-y-auto border-y border-line"
      >
        {columns.map((column, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same name
          <li key={place} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5 pr-1">
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate font-medium">{column.name}</p>
              <p className="truncate text-sm text-soft">
                {column.samples.filter(Boolean).join(" · ") || "empty at first"}
              </p>
            </div>
            <Choice
              label={`What ${column.name} is`}
              value={targets[place] ?? ""}
              onChange={(value) => choose(place, value)}
              className="h-9 w-52 max-sm:w-full"
            >
              <option value="">Leave it out</option>
              {TARGETS.map(([target, word]) => (
                <option key={target} value={target}>
                  {word}
                </option>
              ))}
            </Choice>
          </li>
        ))}
      </ul>
      {start.isError && (
        <div className="mt-4">
          <ProblemNote error={start.error} />
        </div>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          Later
        </Button>
        <Button kind="primary" disabled={start.isPending} onClick={() => start.mutate()}>
          Import these people
        </Button>
      </div>
    </>
  );
}
