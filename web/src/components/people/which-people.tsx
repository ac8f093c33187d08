"use client";

import { useQuery } from "@tanstack/react-query";
import { BookmarkPlus, History, Trash2 } from "lucide-react";
import { useState } from "react";
import * as queries from "@/api/queries";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Confirm } from "@/components/ui/confirm";
import { useLists } from "@/hooks/people/use-lists";
import { usePart } from "@/hooks/use-part";

const load = () => import("./list-form");
const loadDeleted = () => import("./deleted-people");
export const HIDDEN = "hidden";

type Props = { value: string; onChange: (value: string) => void; q: string };

/** Everybody, one list of people, or those who are hidden; and what can be done with that choice. */
export function WhichPeople({ value, onChange, q }: Props) {
  const lists = useQuery(queries.lists).data?.items ?? [];
  const { remove } = useLists();
  const [saving, setSaving] = useState(false);
  const form = usePart(load, saving);
  const [looking, setLooking] = useState(false);
  const deleted = usePart(loadDeleted, looking);
  const chosen = lists.find(({ id }) => id === value);
  return (
    <>
      <Choice label="Which people" value={value} onChange={onChange} className="min-h-10 max-w-48">
        <option value="">Everybody</option>
        {lists.map(({ id, name, people }) => (
          <option key={id} value={id}>
            {people === null ? name : `${name} (${people})`}
          </option>
        ))}
        <option value={HIDDEN}>Hidden people</option>
      </Choice>
      {q && !value && (
        <Button kind="quiet" onClick={() => setSaving(true)}>
          <BookmarkPlus aria-hidden className="size-4" />
          Save search
        </Button>
      )}
      {chosen && (
        <Confirm
          trigger={
            <Button kind="quiet">
              <Trash2 aria-hidden className="size-4" />
              Delete list
            </Button>
          }
          title={`Delete ${chosen.name}?`}
          action="Delete the list"
          onConfirm={() => remove.mutate(chosen, { onSuccess: () => onChange("") })}
        >
          Its people stay, in no such list any more.
        </Confirm>
      )}
      {value === HIDDEN && (
        <Button kind="quiet" onClick={() => setLooking(true)}>
          <History aria-hidden className="size-4" />
          Deleted this week
        </Button>
      )}
      {looking && deleted && <deleted.DeletedPeople onClose={() => setLooking(false)} />}
      {saving && form && (
        <form.SaveSearch q={q} onClose={() => setSaving(false)} onSaved={() => setSaving(false)} />
      )}
    </>
  );
}
