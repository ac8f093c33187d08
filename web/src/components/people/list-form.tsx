"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { problemFrom } from "@/api/problem";
import * as queries from "@/api/queries";
import type { Contact, PeopleList } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { idsOf, useLists } from "@/hooks/people/use-lists";
import { plural } from "@/lib/format";

type Props = { people: Contact[]; onClose: () => void; onDone: () => void };

/** Puts people into a list that there is, or into a new one. */
export function AddToList({ people, onClose, onDone }: Props) {
  const lists = useQuery(queries.lists).data?.items.filter(({ search }) => search === null) ?? [];
  const { put, make } = useLists();
  const add = (list: PeopleList) => {
    put.mutate({ ids: idsOf(people), to: true, list });
    onClose();
    onDone();
  };
  return (
    <Modal open title={`Add ${plural(people.length, "person", "people")} to a list`} onClose={onClose}>
      {lists.length > 0 && (
        <ul aria-label="Lists" className="mt-4 divide-y divide-line rounded-lg border border-line">
          {lists.map((list) => (
            <li key={list.id}>
              <button
                type="button"
                onClick={() => add(list)}
                className="flex min-h-11 w-full items-center justify-between gap-4 px-3 text-left hover:bg-sunken"
              >
                <span className="truncate">{list.name}</span>
                <span className="text-sm text-soft tabular-nums">
                  {plural(list.people ?? 0, "person", "people")}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <NameForm
        label="New list"
        action="Make and add"
        pending={make.isPending}
        error={make.error}
        onName={(name) => make.mutate({ name }, { onSuccess: add })}
        onClose={onClose}
      />
    </Modal>
  );
}

/** Keeps what is searched as a list, which has whoever matches. */
export function SaveSearch({
  q,
  onClose,
  onSaved,
}: {
  q: string;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { make } = useLists();
  return (
    <Modal open title="Save this search" onClose={onClose}>
      <p className="mt-2 text-soft">The list will have whoever matches “{q}” when you look at it.</p>
      <NameForm
        label="Name"
        initial={q}
        action="Save"
        pending={make.isPending}
        error={make.error}
        onName={(name) => make.mutate({ name, search: q }, { onSuccess: ({ id }) => onSaved(id) })}
        onClose={onClose}
      />
    </Modal>
  );
}

type NameProps = {
  label: string;
  initial?: string;
  action: string;
  pending: boolean;
  error: unknown;
  onName: (name: string) => void;
  onClose: () => void;
};

function NameForm({ label, initial, action, pending, error, onName, onClose }: NameProps) {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (name) onName(name);
  };
  return (
    <form onSubmit={submit} className="mt-4">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <input
        id={id}
        name="name"
        defaultValue={initial}
        maxLength={100}
        required
        autoComplete="off"
        className="mt-1 w-full rounded-lg border border-line bg-surface px-3 py-2"
      />
      {error ? (
        <p role="alert" className="mt-2 text-sm text-bad">
          {problemFrom(error).detail}
        </p>
      ) : null}
      <div className="mt-4 flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" disabled={pending}>
          {action}
        </Button>
      </div>
    </form>
  );
}
