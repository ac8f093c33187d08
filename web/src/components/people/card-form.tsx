"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import { problemFrom } from "@/api/problem";
import * as queries from "@/api/queries";
import type { CardValue, Contact, ContactEdit, CustomField } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { useByHand } from "@/hooks/people/use-by-hand";
import { useFreshPeople } from "@/hooks/people/use-membership";
import { useWhose } from "@/hooks/people/use-whose";
import { Field, filled, linesOf, OwnFields } from "./person-fields";

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
  const refresh = useFreshPeople();
  const { addAddress, remove } = useByHand();
  const [address, setAddress] = useState("");
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
  const ownBefore = values
    .filter(({ field }) => field === "custom")
    .map(({ label, value }) => ({ label, value }));
  const [fields, setFields] = useState<CustomField[]>(ownBefore);
  const save = useMutation({
    mutationFn: (body: ContactEdit) =>
      call(
        api.PATCH("/api/v1/contacts/{contact_id}", { params: { path: { contact_id: contact.id } }, body }),
      ),
    onSuccess: refresh,
  });
  const taken = addAddress.error ? problemFrom(addAddress.error).code === "AddressTaken" : false;
  const whose = useWhose([address], taken);
  const write = async (changed: Partial<ContactEdit>, more: string, merge: boolean) => {
    // What is left out stays as it is, which the generated type does not know.
    if (Object.keys(changed).length > 0) await save.mutateAsync(changed as ContactEdit);
    if (more) await addAddress.mutateAsync({ contact, address: more, merge });
    onClose();
  };
  const submit = (form: HTMLFormElement, merge = false) => {
    const typed = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const changed: Record<string, unknown> = Object.fromEntries(
      Object.keys(before)
        .filter((key) => typed[key]?.trim() !== before[key])
        .map((key) => [key, meant(key, typed[key]?.trim() ?? "")]),
    );
    if (JSON.stringify(filled(fields)) !== JSON.stringify(ownBefore)) changed.fields = filled(fields);
    const more = typed.address?.trim() ?? "";
    setAddress(more);
    save.reset();
    addAddress.reset();
    // What went wrong stands in the mutations.
    write(changed, more, merge).catch(() => undefined);
  };
  const error = save.error ?? addAddress.error;
  const busy = save.isPending || addAddress.isPending || remove.isPending;
  return (
    <form
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
      noValidate
      className="mt-4 space-y-4"
    >
      {LINES.map(([key, label]) => (
        <Field key={key} name={key} label={label} initial={before[key]} />
      ))}
      {TEXTS.map(([key, label, rows]) => (
        <Field key={key} name={key} label={label} initial={before[key]} rows={rows} />
      ))}
      <Field name="address" label="One more mail address" wrong={addAddress.isError} />
      <OwnFields initial={ownBefore} onChange={setFields} />
      {error && (
        <div role="alert" className="text-sm text-bad">
          <p>{problemFrom(error).detail}</p>
          {taken && whose && (
            <Button
              small
              className="mt-2"
              disabled={busy}
              onClick={(event) => event.currentTarget.form && submit(event.currentTarget.form, true)}
            >
              Both are one person
            </Button>
          )}
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="danger" className="mr-auto" disabled={busy} onClick={() => remove.mutate(contact)}>
          Delete
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" disabled={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}

/** An emptied name is whatever mail says; other fields stay empty, whoever fills them. */
function meant(key: string, text: string) {
  if (key === "name") return text || null;
  if (key === "phones" || key === "urls") return linesOf(text);
  if (key === "notes") return text ? [text] : [];
  return text;
}
