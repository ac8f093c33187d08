"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import * as queries from "@/api/queries";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { NewToken } from "./new-token";
import { ShownOnce } from "./shown-once";
import { TokenRow } from "./token-row";

/** Programs that act for you. */
export function Tokens() {
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const made = (text: string) => {
    setSecret(text);
    setMaking(false);
  };
  return (
    <Section title="Access tokens">
      <p className="max-w-2xl text-soft">
        A program that sends a token acts for you, within what you let it do, until the token expires or you
        revoke it.
      </p>
      <div className="mt-4 space-y-4">
        {secret && (
          <ShownOnce label="Your new token" value={secret} onDone={() => setSecret(undefined)}>
            Copy it now: it is not shown again.
          </ShownOnce>
        )}
        {making ? (
          <NewToken onMade={made} onCancel={() => setMaking(false)} />
        ) : (
          <Button onClick={() => setMaking(true)}>
            <Plus aria-hidden className="size-4" />
            New token
          </Button>
        )}
        <List making={making} />
      </div>
    </Section>
  );
}

function List({ making }: { making: boolean }) {
  const tokens = useQuery(queries.tokens);
  if (tokens.isPending) return <RowsSkeleton rows={1} />;
  if (!tokens.data) return <ProblemNote error={tokens.error} onRetry={() => tokens.refetch()} />;
  if (tokens.data.items.length === 0) {
    return making ? null : (
      <Empty icon={KeyRound} title="No tokens">
        Make one for an address book, a script or an assistant.
      </Empty>
    );
  }
  return (
    <ul aria-label="Access tokens" className="panel divide-y divide-line overflow-hidden">
      {tokens.data.items.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </ul>
  );
}
