"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { api, call } from "@/api/client";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";

type Props = { label?: string; kind?: "primary" | "plain" | "danger"; small?: boolean };

/** Goes to Google, and comes back with a mailbox. */
export function ConnectButton({ label = "Connect Gmail", kind = "primary", small }: Props) {
  const onError = useProblemToast();
  const connect = useMutation({
    mutationFn: () => call(api.POST("/api/v1/mailboxes", { body: { provider: "gmail" } })),
    onSuccess: ({ authorize_url }) => window.location.assign(authorize_url),
    onError,
  });
  const leaving = connect.isPending || connect.isSuccess;
  return (
    <Button kind={kind} small={small} disabled={leaving} onClick={() => connect.mutate()}>
      {kind === "primary" && <Plus aria-hidden className="size-4" />}
      {leaving ? "Going to Google…" : label}
    </Button>
  );
}
