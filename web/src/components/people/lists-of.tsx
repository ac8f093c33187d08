"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import Link from "next/link";
import * as queries from "@/api/queries";
import type { Contact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useLists } from "@/hooks/people/use-lists";

/** The lists that a person is in, and whether they are hidden. Nothing where neither is so. */
export function ListsOf({ contact }: { contact: Contact }) {
  const lists = useQuery(queries.listsOf(contact.id)).data?.items ?? [];
  const { hide } = useLists();
  if (lists.length === 0 && !contact.hidden) return null;
  return (
    <section aria-label="Lists" className="mb-10 flex flex-wrap items-center gap-2">
      {lists.map(({ id, name }) => (
        <Link
          key={id}
          href={`/contacts?list=${id}`}
          prefetch={false}
          className="inline-flex min-h-8 items-center rounded-full bg-sunken px-3 text-sm hover:text-accent hover:underline"
        >
          {name}
        </Link>
      ))}
      {contact.hidden && (
        <>
          <span className="text-sm text-soft">Hidden: no list or search shows them.</span>
          <Button
            small
            onClick={() => hide.mutate({ ids: [contact.id], to: false })}
            disabled={hide.isPending}
          >
            <Eye aria-hidden className="size-4" />
            Show again
          </Button>
        </>
      )}
    </section>
  );
}
