"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { problemFrom } from "@/api/problem";
import type { CustomField, NewContact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { useByHand } from "@/hooks/people/use-by-hand";
import { useWhose } from "@/hooks/people/use-whose";
import { Field, filled, linesOf, OwnFields } from "./person-fields";

/** Somebody to be written down, of whom there need be no mail. */
export function NewPerson({ onClose }: { onClose: () => void }) {
  return (
    <Modal open title="Add a person" onClose={onClose}>
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { create } = useByHand();
  const [own, setOwn] = useState<CustomField[]>([]);
  const [asked, setAsked] = useState<NewContact>();
  const problem = create.error ? problemFrom(create.error) : undefined;
  const taken = problem?.code === "AddressTaken";
  const whose = useWhose(asked?.addresses ?? [], taken);
  const save = (body: NewContact) => {
    setAsked(body);
    create.mutate(body, {
      onSuccess: ({ id }) => {
        onClose();
        router.push(`/contact?id=${id}`);
      },
    });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const note = typed.notes?.trim();
    save({
      name: typed.name?.trim() ?? "",
      addresses: linesOf(typed.addresses),
      phones: linesOf(typed.phones),
      title: typed.title ?? "",
      company: typed.company ?? "",
      location: typed.location ?? "",
      urls: [],
      notes: note ? [note] : [],
      tags: linesOf(typed.tags),
      fields: filled(own),
      merge: false,
    });
  };
  const wrong = (field: string) => problem?.field?.split(".").includes(field);
  return (
    <form onSubmit={submit} noValidate className="mt-4 space-y-4">
      <Field name="name" label="Name" required wrong={wrong("name")} />
      <Field name="addresses" label="Mail addresses, one a line" rows={2} wrong={wrong("addresses")} />
      <Field name="phones" label="Phones, one a line" rows={2} wrong={wrong("phones")} />
      <Field name="title" label="Title" wrong={wrong("title")} />
      <Field name="company" label="Company" wrong={wrong("company")} />
      <Field name="location" label="Place" wrong={wrong("location")} />
      <Field name="notes" label="Notes" rows={3} wrong={wrong("notes")} />
      <Field name="tags" label="Lists, one a line" rows={1} wrong={wrong("tags")} />
      <OwnFields initial={[]} onChange={setOwn} />
      {problem && (
        <div role="alert" className="text-sm text-bad">
          <p>{problem.detail}</p>
          {taken && whose && (
            <p className="mt-2 flex flex-wrap items-center gap-3">
              <Button
                small
                disabled={create.isPending}
                onClick={() => asked && save({ ...asked, merge: true })}
              >
                Both are one person
              </Button>
              <Link href={`/contact?id=${whose.id}`} prefetch={false} className="rounded underline">
                Open {whose.name || whose.address}
              </Link>
            </p>
          )}
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" disabled={create.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}
