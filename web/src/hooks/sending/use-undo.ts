"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { forgetMail } from "@/api/outbox";
import type { Written } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";

/** Takes a mail back that is about to go out; `onUndone` gets what stood in it. Either that, or it is sent. */
export function useUndo(onUndone: (written: Written) => void) {
  const client = useQueryClient();
  const say = useToast();
  const onError = useProblemToast();
  return useMutation({
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
