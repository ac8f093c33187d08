import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Users } from "lucide-react";
import type { Contact, Page } from "@/api/types";
import { ContactRow } from "@/components/people/contact-row";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";

export type People = UseInfiniteQueryResult<InfiniteData<Page<Contact>>>;

const SHOWN = 8;

/** The first few, without the rest of the list. */
export function Strongest({ people }: { people: People }) {
  const data = people.data && {
    pages: people.data.pages.slice(0, 1).map((page) => ({ items: page.items.slice(0, SHOWN) })),
    pageParams: [],
  };
  return (
    <Endless
      query={{ ...people, data, hasNextPage: false } as People}
      label="Strongest relationships"
      rows={SHOWN}
      row={(contact) => <ContactRow key={contact.id} contact={contact} />}
      empty={
        <Empty icon={Users} title="Nobody yet">
          People appear here as soon as the first mail is stored.
        </Empty>
      }
    />
  );
}
