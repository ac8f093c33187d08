"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { api, call } from "@/api/client";
import { problemFrom } from "@/api/problem";
import * as queries from "@/api/queries";
import type { CardValue, Contact, ContactEdit } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";

type Props = { contact: Contact; onClose: () => void };

/** A person's card, to type into. What is typed comes before what anybody else says, and is never overwritten. */
export function CardForm({ contact, onClose }: Props) {
  const card = useQuery(queries.card(contact.id));
  return (
    <Modal open title="Edit" onClose={onClose}>
      {card.data && <Form contact={contact} values={card.data.items} onClose={onClose} />}
    </Modal>
  );
}

const LINES = [
  ["name", "Name"],
  ["title", "Title"],
  ["company", "Company"],
  ["location", "Place"],
] as const;
const TEXTS = [
  ["phones", "Phones, one a line", 2],
  ["urls", "Links, one a line", 2],
  ["notes", "Notes", 4],
] as const;

function Form({ contact, values, onClose }: Props & { values: CardValue[] }) {
  const client = useQueryClient();
  const of = (field: string) => values.filter((value) => value.field === field).map(({ value }) => value);
  // Of several values there are others beside the owner's: those go by saying that they are wrong.
  const own = (field: string) =>
    values.filter((value) => value.field === field && value.source === "owner").map(({ value }) => value);
  const before: Record<string, string> = {
    name: contact.name,
    title: contact.title ?? "",
    company: contact.company ?? "",
    location: of("location").join(""),
    phones: own("phone").join("\n"),
    urls: own("url").join("\n"),
    notes: own("note").join("\n\n"),
  };
  const save = useMutation({
    mutationFn: (body: ContactEdit) =>
      call(
        api.PATCH("/api/v1/contacts/{contact_id}", { params: { path: { contact_id: contact.id } }, body }),
      ),
    onSuccess: async () => {
      await Promise.all(
        ["contact", "contacts", "card", "facts", "companies"].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const changed = Object.keys(before).filter((key) => typed[key]?.trim() !== before[key]);
    if (changed.length === 0) return onClose();
    // What is left out stays as it is, which the generated type does not know.
    const wish: unknown = Object.fromEntries(
      changed.map((key) => [key, meant(key, typed[key]?.trim() ?? "")]),
    );
    save.mutate(wish as ContactEdit);
  };
  return (
    <form onSubmit={submit} noValidate className="mt-4 space-y-4">
      {LINES.map(([key, label]) => (
        <Field key={key} name={key} label={label} initial={before[key]} />
      ))}
      {TEXTS.map(([key, label, rows]) => (
        <Field key={key} name={key} label={label} initial={before[key]} rows={rows} />
      ))}
      {save.error && (
        <p role="alert" className="text-sm text-bad">
          {problemFrom(save.error).detail}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" disabled={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

/** An emptied name is whatever mail says; other fields stay empty, whoever fills them. */
function meant(key: string, text: string) {
  if (key === "name") return text || null;
  if (key === "phones" || key === "urls") return text.split("\n").flatMap((line) => line.trim() || []);
  if (key === "notes") return text ? [text] : [];
  return text;
}

type FieldProps = { name: string; label: string; initial?: string; rows?: number };

function Field({ name, label, initial, rows }: FieldProps) {
  const id = useId();
  const look = "mt-1 w-full rounded-lg border border-line bg-surface px-3 py-2";
  return (
    <div>
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      {rows ? (
        <textarea id={id} name={name} rows={rows} defaultValue={initial} className={look} />
      ) : (
        <input
          id={id}
          name={name}
          defaultValue={initial}
          maxLength={200}
          autoComplete="off"
          className={look}
        />
      )}
    </div>
  );
}
