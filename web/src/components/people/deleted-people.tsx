"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { ProblemNote } from "@/components/ui/problem-note";
import { useByHand } from "@/hooks/people/use-by-hand";
import { ago, dateOnly } from "@/lib/format";

/** Whom one deleted in the last week, to be put back. */
export function DeletedPeople({ onClose }: { onClose: () => void }) {
  const deletions = useQuery(queries.deletions);
  const { putBack } = useByHand();
  const items = deletions.data?.items ?? [];
  return (
    <Modal open title="Deleted this week" onClose={onClose}>
      {deletions.error && <ProblemNote error={deletions.error} onRetry={() => deletions.refetch()} />}
      {deletions.data && items.length === 0 && <p className="mt-2 text-soft">Nobody.</p>}
      {items.length > 0 && (
        <ul aria-label="Deleted people" className="mt-4 divide-y divide-line rounded-lg border border-line">
          {items.map((one) => (
            <li key={one.id} className="flex items-center justify-between gap-4 px-3 py-2">
              <div className="min-w-0">
                <p className="truncate">{one.name}</p>
                <p className="text-sm text-faint">
                  {ago(one.at)}, kept until {dateOnly(one.until)}
                </p>
              </div>
              <Button
                small
                disabled={putBack.isPending}
                aria-label={`Put back ${one.name}`}
                onClick={() => putBack.mutate(one)}
              >
                Put back
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex justify-end">
        <Button kind="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
