"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { Invitation } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { ago, dateOnly } from "@/lib/format";

export function InvitationRow({ invitation }: { invitation: Invitation }) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const open = !invitation.used_at && new Date(invitation.expires_at) > new Date();
  const take = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/api/v1/invitations/{invitation_id}", {
          params: { path: { invitation_id: invitation.id } },
        }),
      ),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: ["invitations"] }),
  });
  const name = invitation.note || "Somebody";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{name}</p>
        <p className="text-sm text-faint">{state(invitation, open)}</p>
      </div>
      <Button
        small
        kind={open ? "danger" : "quiet"}
        disabled={take.isPending}
        aria-label={`${open ? "Take back" : "Forget"} the link for ${name}`}
        onClick={() => take.mutate()}
      >
        {open ? "Take back" : "Forget"}
      </Button>
    </li>
  );
}

function state({ used_at, created_at, expires_at }: Invitation, open: boolean) {
  if (used_at) return `Used ${ago(used_at)}`;
  return open ? `Made ${ago(created_at)}, nobody has used it yet` : `Expired ${dateOnly(expires_at)}`;
}
