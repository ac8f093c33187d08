"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { PersonalToken } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { scopeName } from "@/lib/accounts/scopes";
import { ago, dateOnly } from "@/lib/format";

export function TokenRow({ token }: { token: PersonalToken }) {
  const expired = new Date(token.expires_at) < new Date();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{token.name}</p>
        <p className="text-sm text-soft">{token.scopes.map(scopeName).join(" · ")}</p>
        <p className="mt-0.5 text-sm text-faint">
          {expired ? (
            <span className="text-bad">Expired {dateOnly(token.expires_at)}</span>
          ) : (
            `Until ${dateOnly(token.expires_at)}`
          )}
          {" · "}
          {token.last_used_at ? `used ${ago(token.last_used_at)}` : "never used"}
        </p>
      </div>
      <Revoke token={token} />
    </li>
  );
}

function Revoke({ token }: { token: PersonalToken }) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const revoke = useMutation({
    mutationFn: () =>
      call(api.DELETE("/api/v1/tokens/{token_id}", { params: { path: { token_id: token.id } } })),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
  return (
    <Confirm
      trigger={
        <Button small kind="danger" disabled={revoke.isPending} aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      }
      title={`Revoke “${token.name}”?`}
      action="Revoke"
      onConfirm={() => revoke.mutate()}
    >
      <p>The program that has it gets in no more, from now on.</p>
    </Confirm>
  );
}
