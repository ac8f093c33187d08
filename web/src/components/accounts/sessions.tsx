"use client";

import { useMutation } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { api, call } from "@/api/client";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { plural } from "@/lib/format";

export function Sessions() {
  const say = useToast();
  const onError = useProblemToast();
  const end = useMutation({
    mutationFn: () => call(api.DELETE("/api/v1/sessions")),
    onError,
    onSuccess: ({ ended }) =>
      say({ title: ended ? `Ended ${plural(ended, "session")}` : "You are signed in nowhere else" }),
  });
  return (
    <Section title="Sessions">
      <p className="max-w-2xl text-soft">
        A session ends by itself after seven days without use, and after thirty in any case.
      </p>
      <Button className="mt-4" disabled={end.isPending} onClick={() => end.mutate()}>
        <LogOut aria-hidden className="size-4" />
        Sign out everywhere else
      </Button>
    </Section>
  );
}
