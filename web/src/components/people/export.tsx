import { Download } from "lucide-react";
import { SaveLink } from "@/components/mail/save-link";
import { buttonStyle } from "@/components/ui/button";
import { Section } from "@/components/ui/section";

const FORMATS = [
  ["csv", "CSV", "a table"],
  ["vcard", "vCard", "cards for an address book"],
] as const;

/** Everybody, to be taken along. */
export function Export() {
  return (
    <Section title="Your people, to take along">
      <div className="panel flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
        <p className="min-w-0 flex-1 basis-64 text-soft">
          Everybody with all their addresses, and what you wrote about them.
        </p>
        <p className="flex gap-2">
          {FORMATS.map(([format, label, what]) => (
            <SaveLink
              key={format}
              href={`/api/v1/contacts/export?format=${format}`}
              className={buttonStyle("plain", true)}
              aria-label={`${label}: export people as ${what}`}
            >
              <Download aria-hidden className="size-4" />
              {label}
            </SaveLink>
          ))}
        </p>
      </div>
    </Section>
  );
}
