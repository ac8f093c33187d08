"use client";

import type { Contact } from "@/api/types";
import { AskedAbout } from "@/components/enrichment/asked-about";
import { Addresses } from "./addresses";
import { Card } from "./card";
import { CardForm } from "./card-form";
import { Employers } from "./employers";
import { ListsOf } from "./lists-of";
import { Meetings } from "./meetings";

type Props = { contact: Contact; editing: boolean; onClose: () => void };

/** What is known of a person beside their mail; loaded once the page is at rest, since of most people nothing is. */
export const About = ({ contact, editing, onClose }: Props) => (
  <>
    {editing && <CardForm contact={contact} onClose={onClose} />}
    <ListsOf contact={contact} />
    <Card contact={contact} />
    <Meetings contact={contact} />
    <Employers contact={contact} />
    <Addresses contact={contact} />
    {contact.kind === "person" && <AskedAbout contact={contact} />}
  </>
);
