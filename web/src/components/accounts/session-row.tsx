"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { api, call } from "@/api/client";
import type { Session } from "@/api/types";
import { useProblemToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { When } from "@/components/ui/when";
import { deviceName, placeName } from "@/lib/accounts/device";

/** One browser in which somebody is signed in. */
export function SessionRow({ session }: { session: Session }) {
  const client = useQueryClient();
  const onError = useProblemToast();
  const end = useMutation({
    mutationFn: () =>
      call(api.DELETE("/api/v1/sessions/{session_id}", { params: { path: { session_id: session.id } } })),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  const name = deviceName(session.agent);
  const place = placeName(session.address);
  const Icon = /iPhone|Android/.test(session.agent) ? Smartphone : Monitor;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <Icon aria-hidden className="size-5 shrink-0 text-faint" strokeWidth={1.6} />
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{name}</span>
          {session.current && (
            <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-medium text-accent">
              this browser
            </span>
          )}
        </p>
        <p className="text-sm text-faint">
          Signed in <When at={session.created_at} relative />
          {place && ` from ${place}`}
          {!session.current && (
            <>
              , last used <When at={session.seen_at} relative />
            </>
          )}
        </p>
      </div>
      {!session.current && (
        <Button
          small
          kind="quiet"
          disabled={end.isPending}
          aria-label={`Sign out ${name}`}
          onClick={() => end.mutate()}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
