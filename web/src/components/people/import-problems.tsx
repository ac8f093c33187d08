"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import * as importQueries from "@/api/contact-import-queries";
import type { ContactImport } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { RowsSkeleton } from "@/components/ui/skeleton";

/** Lines of a file that could not be taken, why, and how to mend them. */
export function ImportProblems({ one, onClose }: { one: ContactImport; onClose: () => void }) {
  const problems = useInfiniteQuery(importQueries.importProblems(one.id));
  const items = problems.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal open wide onClose={onClose} title={`What ${one.filename} could not tell`}>
      <p className="mt-2 text-soft">
        Everything else is here. Mend these lines in the file and import it again: nobody comes twice.
      </p>
      {problems.isPending && <RowsSkeleton rows={3} />}
      {problems.isError && <ProblemNote error={problems.error} onRetry={() => problems.refetch()} />}
      <div className="mt-4 border-y border-line">
        <ul aria-label="Problems of the file" className="divide-y divide-line">
          {items.map(({ line, field, reason }) => (
            <li key={`${line} ${field} ${reason}`} className="py-2.5">
              <p className="text-sm text-soft tabular-nums">
                Line {line}
                {field && `, ${field}`}
              </p>
              <p>{reason}</p>
            </li>
          ))}
        </ul>
        {problems.hasNextPage && (
          <Button small kind="quiet" onClick={() => problems.fetchNextPage()}>
            Show more
          </Button>
        )}
      </div>
      <div className="mt-6 flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Modal>
  );
}
