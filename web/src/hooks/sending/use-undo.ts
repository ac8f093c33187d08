"use client";

import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { forgetMail } from "@/api/outbox";
import type { Written } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";

const UNDO = ["undo"];

/** Is something being taken back? Nobody asks then how far it is: it may be gone. */
export const useIsUndoing = () => useIsMutating({ mutationKey: UNDO }) > 0;

/** Takes a mail back that is about to go out; `onUndone` gets what stood in it. Either that, or it is sent. */
export function useUndo(onUndone: (written: Written) => void) {
  const client = useQueryClient();
  const say = useToast();
  const onError = useProblemToast();
  return useMutation({
    mutationKey: UNDO,
    mutationFn: (id: string) =>
      call(api.POST("/api/v1/outbox/{outbox_id}/undo", { params: { path: { outbox_id: id } } })),
    onError: (error) => {
      onError(error);
      return client.invalidateQueries({ queryKey: ["outbox"] });
    },
    onMutate: () => client.cancelQueries({ queryKey: ["outbox"] }),
    onSuccess: (written, id) => {
      onUndone(written);
      say({ title: "Not sent", detail: "The text is back, to be written on." });
      return forgetMail(client, id);
    },
  });
}
