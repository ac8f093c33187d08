import type { Contact } from "@/api/types";
import { AskedAbout } from "@/components/enrichment/asked-about";
import { Addresses } from "./addresses";
import { Card } from "./card";
import { Employers } from "./employers";
import { ListsOf } from "./lists-of";
import { Meetings } from "./meetings";

/** What is known of a person beside their mail. What its parts ask for is in `useKnown`: of most people it is little. */
export const About = ({ contact }: { contact: Contact }) => (
  <>
    <ListsOf contact={contact} />
    <Card contact={contact} />
    <Meetings contact={contact} />
    <Employers contact={contact} />
    <Addresses contact={contact} />
    {contact.kind === "person" && <AskedAbout contact={contact} />}
  </>
);
