/** What cards say, in words. */
import type { CardValue, Evidence } from "@/api/types";
import { dateOnly } from "@/lib/format";

/** The fields of a card, in the order in which one looks for them. */
export const FIELDS = [
  ["title", "Title"],
  ["company", "Company"],
  ["phone", "Phone"],
  ["email", "Mail"],
  ["url", "Link"],
  ["handle", "Profile"],
  ["address", "Address"],
  ["location", "Place"],
  ["note", "Note"],
  ["custom", "Field"],
] as const;

const SOURCES: Record<string, string> = {
  owner: "You",
  google_contacts: "Google Contacts",
  vcard: "An imported card",
  csv: "An imported table",
  signature: "A signature",
  attached_vcard: "A card that came with a mail",
  header: "A mail’s header",
  calendar: "An invitation",
  introduction: "A mail’s text",
  model: "A language model",
};

/** Who says so: of a vendor its name. */
export const sourceName = (source: string) =>
  SOURCES[source] ?? source.charAt(0).toUpperCase() + source.slice(1).replaceAll("_", " ");

export const told = ({ source, at }: Pick<Evidence, "source" | "at">, locked = false) =>
  source === "owner"
    ? `You ${locked ? "said that it is right" : "wrote this"}, ${dateOnly(at)}`
    : `${sourceName(source)}, ${dateOnly(at)}`;

const LABELS: Record<string, string> = { work: "work", mobile: "mobile", fax: "fax", home: "home" };

/** "Phone, mobile"; a field that its owner named has that name. */
export const labelled = (name: string, { field, label }: Pick<CardValue, "field" | "label">) =>
  field === "custom" ? label : LABELS[label] ? `${name}, ${LABELS[label]}` : name;

/** The address behind a value; nothing where there is none. */
export function linkOf({ field, value, label }: Pick<CardValue, "field" | "value" | "label">) {
  if (field === "phone" && label !== "fax" && value.startsWith("+")) return `tel:${value}`;
  if (field === "email") return `mailto:${value}`;
  return field === "url" && /^https?:\/\//i.test(value) ? value : undefined;
}
