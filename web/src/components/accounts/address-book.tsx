"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BookUser } from "lucide-react";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import { Button } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { Section } from "@/components/ui/section";
import { ShownOnce } from "./shown-once";

const NAME = "Address book on my phone";
const DAYS = 365;

/** How a phone shows Kith's people: where they are, and a token that is the password. */
export function AddressBook() {
  const me = useQuery(queries.me).data;
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      call(
        api.POST("/api/v1/tokens", { body: { name: NAME, scopes: ["read:people"], expires_in_days: DAYS } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
  const where = typeof window === "undefined" ? "" : `${window.location.origin}/dav/`;
  return (
    <Section title="Your people on your phone">
      <p className="max-w-2xl text-soft">
        An address book that your phone follows, and cannot change (CardDAV). On an iPhone: Settings, Apps,
        Contacts, Contacts Accounts, Add Account, Other, Add CardDAV Account. On Android it takes an app for
        CardDAV, such as DAVx⁵.
      </p>
      <dl className="panel mt-4 divide-y divide-line">
        {[
          ["Server", where],
          ["User name", me?.email ?? ""],
          ["Password", "a token that may see people and nothing else"],
        ].map(([term, value]) => (
          <div key={term} className="grid gap-x-4 px-4 py-3 sm:grid-cols-[8rem_1fr] sm:px-5">
            <dt className="label pt-0.5">{term}</dt>
            <dd className="min-w-0 break-words select-all">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 space-y-4">
        {make.data ? (
          <ShownOnce label="The password for your phone" value={make.data.secret} onDone={make.reset}>
            Copy it now: it is not shown again. It counts for a year, and ends at once when you revoke it
            above.
          </ShownOnce>
        ) : (
          <Button onClick={() => make.mutate()} disabled={make.isPending}>
            <BookUser aria-hidden className="size-4" />
            Make the password
          </Button>
        )}
        {make.isError && <ProblemNote error={make.error} />}
      </div>
    </Section>
  );
}
