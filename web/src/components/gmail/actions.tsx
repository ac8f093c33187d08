"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw, Unplug } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api, call } from "@/api/client";
import type { Mailbox } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { isImport, isWritable } from "@/lib/gmail/mailbox-state";

/** Sync now, and disconnect. */
export function Actions({ mailbox }: { mailbox: Mailbox }) {
  if (mailbox.status === "erasing") return null;
  const syncs = isWritable(mailbox) && mailbox.status !== "reconnect";
  return (
    <div className="flex flex-wrap gap-2">
      {syncs && <SyncNow mailbox={mailbox} />}
      <Disconnect mailbox={mailbox} />
    </div>
  );
}

function SyncNow({ mailbox }: { mailbox: Mailbox }) {
  const client = useQueryClient();
  const say = useToast();
  const onError = useProblemToast();
  const sync = useMutation({
    mutationFn: () =>
      call(api.POST("/api/v1/mailboxes/{mailbox_id}/sync", { params: { path: { mailbox_id: mailbox.id } } })),
    onError,
    onSuccess: () => {
      say({ title: "Looking for new mail" });
      return client.invalidateQueries({ queryKey: ["mailbox", mailbox.id] });
    },
  });
  return (
    <Button disabled={sync.isPending} onClick={() => sync.mutate()}>
      <RefreshCw aria-hidden className={`size-4 ${sync.isPending ? "animate-spin" : ""}`} />
      Sync now
    </Button>
  );
}

function Disconnect({ mailbox }: { mailbox: Mailbox }) {
  const client = useQueryClient();
  const router = useRouter();
  const onError = useProblemToast();
  const already = mailbox.status === "disconnected";
  const [erase, setErase] = useState(already);
  const disconnect = useMutation({
    mutationFn: () =>
      call(
        api.DELETE("/api/v1/mailboxes/{mailbox_id}", {
          params: { path: { mailbox_id: mailbox.id }, query: { erase } },
        }),
      ),
    onError,
    onSuccess: () => {
      if (erase) router.push("/mailboxes");
      return client.invalidateQueries({ predicate: (query) => !(erase && query.queryKey[1] === mailbox.id) });
    },
  });
  const name = already ? "Erase the copy" : isImport(mailbox) ? "Remove" : "Disconnect";
  return (
    <Confirm
      trigger={
        <Button kind="danger" disabled={disconnect.isPending}>
          <Unplug aria-hidden className="size-4" />
          {name}
        </Button>
      }
      title={`${name}: ${mailbox.address}?`}
      action={erase ? "Erase everything" : name}
      onConfirm={() => disconnect.mutate()}
    >
      {already ? (
        <p>Its messages, threads and what was learned from them are deleted. This cannot be undone.</p>
      ) : (
        <>
          <p>
            {isImport(mailbox)
              ? "No file is read into it any more. What was read stays, unless you erase it."
              : "Kith stops copying and gives its access back. What was copied stays, unless you erase it."}
          </p>
          <label className="mt-4 flex items-center gap-3 text-ink">
            <input
              type="checkbox"
              checked={erase}
              onChange={(event) => setErase(event.target.checked)}
              className="size-4 accent-bad"
            />
            Erase the copy as well
          </label>
        </>
      )}
    </Confirm>
  );
}
