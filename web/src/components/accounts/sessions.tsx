"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { api, call } from "@/api/client";
import { signedOut } from "@/api/leave";
import * as queries from "@/api/queries";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { plural } from "@/lib/format";
import { SessionRow } from "./session-row";

/** Where one is signed in, and the ways to end that. */
export function Sessions() {
  const sessions = useQuery(queries.sessions);
  const items = sessions.data?.items ?? [];
  return (
    <Section title="Where you are signed in">
      <p className="max-w-2xl text-soft">
        A browser is signed out by itself after seven days without use, and after thirty in any case.
      </p>
      <div className="mt-4 space-y-4">
        {sessions.isPending && <RowsSkeleton rows={1} />}
        {sessions.isError && !sessions.data && (
          <ProblemNote error={sessions.error} onRetry={() => sessions.refetch()} />
        )}
        {items.length > 0 && (
          <ul aria-label="Sessions" className="panel divide-y divide-line overflow-hidden">
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )}
        <SignOutEverywhere others={items.length > 1} />
      </div>
    </Section>
  );
}

function SignOutEverywhere({ others }: { others: boolean }) {
  const client = useQueryClient();
  const router = useRouter();
  const say = useToast();
  const onError = useProblemToast();
  const end = useMutation({
    mutationFn: (here: boolean) => call(api.DELETE("/api/v1/sessions", { params: { query: { here } } })),
    onError,
    onSuccess: ({ ended }, here) => {
      if (here) {
        router.push("/");
        return signedOut(client);
      }
      say({ title: `Signed out of ${plural(ended, "other browser")}` });
      return client.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  return (
    <div className="flex flex-wrap gap-2">
      {others && (
        <Button disabled={end.isPending} onClick={() => end.mutate(false)}>
          Sign out everywhere else
        </Button>
      )}
      <Button kind="danger" disabled={end.isPending} onClick={() => end.mutate(true)}>
        <LogOut aria-hidden className="size-4" />
        Sign out everywhere
      </Button>
    </div>
  );
}
