"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, CircleAlert, Clock } from "lucide-react";
import { useEffect } from "react";
import { api, call } from "@/api/client";
import { forgetMail } from "@/api/outbox";
import * as queries from "@/api/queries";
import type { Written } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { useIsUndoing, useUndo } from "@/hooks/sending/use-undo";
import { Allow, isNotAllowed } from "./allow";

type Props = {
  id: string;
  onForgotten?: () => void;
  /** Where what is taken back goes before it is sent; without it, it cannot be taken back here. */
  onUndone?: (written: Written) => void;
  /** Where what could not be sent goes, to be changed. */
  onEdit: (written: Written) => void;
};

/** How far a mail is that was written here: one line. */
export function SendState({ id, onForgotten, onUndone, onEdit }: Props) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const { data: item } = useQuery({ ...queries.outboxItem(id), enabled: !useIsUndoing() });
  const path = { params: { path: { outbox_id: id } } };
  const again = () => client.invalidateQueries({ queryKey: ["outbox"] });
  const retry = useMutation({
    mutationFn: () => call(api.POST("/api/v1/outbox/{outbox_id}/retry", path)),
    onError: (error) => !isNotAllowed(error) && onError(error),
    onSettled: again,
  });
  const discard = useMutation({
    mutationFn: () => call(api.DELETE("/api/v1/outbox/{outbox_id}", path)),
    onError,
    onSuccess: () => {
      onForgotten?.();
      return forgetMail(client, id);
    },
  });
  const undo = useUndo((written) => (item?.state === "failed" ? onEdit : onUndone)?.(written));
  const state = item?.state;
  useEffect(() => {
    if (state !== "done") return;
    for (const key of ["thread", "threads"]) void client.invalidateQueries({ queryKey: [key] });
  }, [state, client]);

  if (!item) return null;
  if (item.state === "failed") {
    return (
      <div className="space-y-3">
        <div
          role="alert"
          className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-bad-soft px-4 py-3 text-sm"
        >
          <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />
          <p className="min-w-52 flex-1">
            <span className="font-medium text-bad">Could not be sent:</span> {item.error}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button small disabled={retry.isPending} onClick={() => retry.mutate()}>
              Retry
            </Button>
            {item.editable && (
              <Button small disabled={undo.isPending} onClick={() => undo.mutate(id)}>
                Edit
              </Button>
            )}
            <Button small kind="quiet" disabled={discard.isPending} onClick={() => discard.mutate()}>
              Discard
            </Button>
          </div>
        </div>
        {isNotAllowed(retry.error) && <Allow mailboxId={item.mailbox_id} right="send" />}
      </div>
    );
  }
  const sent = item.state === "done";
  return (
    <p role="status" className="flex items-center gap-2 px-1 text-sm text-soft">
      {sent ? (
        <Check aria-hidden className="size-4 text-accent" />
      ) : (
        <Clock aria-hidden className="size-4 text-faint" />
      )}
      {sent ? "Sent" : item.undo_until ? "Sending in a moment…" : "Waiting…"}
      {item.undo_until && onUndone && (
        <Button small disabled={undo.isPending} onClick={() => undo.mutate(id)}>
          Undo
        </Button>
      )}
    </p>
  );
}
