"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Segments } from "@/components/ui/segments";
import { SCOPES, type Scope } from "@/lib/accounts/scopes";

const DAYS = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "1 year"],
] as const;

type Props = { onMade: (secret: string) => void; onCancel: () => void };

/** Asks what a program may do, and for how long. */
export function NewToken({ onMade, onCancel }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [days, setDays] = useState<(typeof DAYS)[number][0]>("90");
  const make = useMutation({
    mutationFn: () =>
      call(api.POST("/api/v1/tokens", { body: { name, scopes, expires_in_days: Number(days) } })),
    onSuccess: ({ secret }) => {
      onMade(secret);
      return client.invalidateQueries({ queryKey: ["tokens"] });
    },
  });
  const toggle = (scope: Scope) =>
    setScopes((all) => (all.includes(scope) ? all.filter((other) => other !== scope) : [...all, scope]));
  const ready = name.trim() !== "" && scopes.length > 0 && !make.isPending;
  return (
    <form
      aria-label="New token"
      className="panel space-y-5 p-4 sm:p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) make.mutate();
      }}
    >
      <label className="block">
        <span className="label">Which program has it</span>
        <input
          value={name}
          maxLength={100}
          // biome-ignore lint/a11y/noAutofocus: whoever asks for the form writes into it next
          autoFocus
          placeholder="Address book on my phone"
          onChange={(event) => setName(event.target.value)}
          className="mt-1.5 h-10 w-full rounded-lg border border-line bg-surface px-3 placeholder:text-faint"
        />
      </label>
      <fieldset>
        <legend className="label">What it may do</legend>
        <div className="mt-1.5 grid gap-x-6 sm:grid-cols-2">
          {SCOPES.map(([scope, label]) => (
            <label key={scope} className="flex min-h-9 items-center gap-3">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
                className="size-4 accent-accent"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="max-w-full overflow-x-auto">
        <p className="label mb-1.5">How long it counts</p>
        <Segments label="How long it counts" value={days} options={DAYS} onChange={setDays} />
      </div>
      {make.isError && <ProblemNote error={make.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary" disabled={!ready}>
          Make the token
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
