"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Search as Glass, Mail } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import * as queries from "@/api/queries";
import { ContactRow } from "@/components/people/contact-row";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { SearchField } from "@/components/ui/search-field";
import { useDebounced } from "@/hooks/use-debounced";

const OPEN = "kith:search";

export const openSearch = () => window.dispatchEvent(new Event(OPEN));

/** Search on pages that have none of their own: people while one types, mail at Enter. */
export function Search() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => flushSync(() => setOpen(true)); // at once: the next key is the first letter
    window.addEventListener(OPEN, show);
    return () => window.removeEventListener(OPEN, show);
  }, []);
  const close = () => setOpen(false);
  return (
    <Modal open={open} onClose={close} title="Search">
      <Ask onDone={close} />
    </Modal>
  );
}

function Ask({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const q = useDebounced(text.trim());
  const people = useInfiniteQuery({
    ...queries.contacts({ q, kind: "all", sort: "strength" }, 5),
    enabled: q !== "",
    placeholderData: (before) => before,
  });
  const found = q ? (people.data?.pages[0]?.items ?? []) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    router.push(`/threads?q=${encodeURIComponent(text.trim())}`);
    onDone();
  };
  return (
    <form onSubmit={submit} className="mt-4 space-y-4">
      <SearchField
        value={text}
        onChange={setText}
        label="Search people and mail"
        placeholder="A name, or words"
      />
      {found.length > 0 && (
        // biome-ignore lint/a11y: whoever follows a link in it leaves the dialog
        <ul aria-label="People found" className="panel divide-y divide-line overflow-hidden" onClick={onDone}>
          {found.map((contact) => (
            <ContactRow key={contact.id} contact={contact} />
          ))}
        </ul>
      )}
      <Button type="submit" disabled={!text.trim()} className="w-full">
        <Mail aria-hidden className="size-4" />
        Search mail
      </Button>
    </form>
  );
}

/** What a mouse or a thumb opens it with. */
export function SearchButton({ wide = false }: { wide?: boolean }) {
  return (
    <button
      type="button"
      aria-label="Search"
      aria-keyshortcuts="/"
      onClick={openSearch}
      className={
        wide
          ? "flex items-center gap-3 rounded-lg border border-line bg-surface px-3 py-2 text-sm text-faint hover:text-ink"
          : "rounded-lg p-2 text-soft"
      }
    >
      <Glass aria-hidden className={wide ? "size-4" : "size-5"} />
      {wide && (
        <>
          Search
          <kbd aria-hidden className="ml-auto rounded border border-line px-1.5 text-xs">
            /
          </kbd>
        </>
      )}
    </button>
  );
}
