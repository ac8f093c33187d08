import { Bot, Users } from "lucide-react";
import type { Contact } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Row } from "@/components/ui/row";
import type { Selecting } from "@/hooks/use-selection";
import { ago } from "@/lib/format";
import { percent, strengthWord } from "@/lib/people/strength";

type Props = { contact: Contact; among?: "everybody" | "colleagues"; select?: Selecting; note?: string };

/** One contact in a list; among colleagues the company goes without saying. `note`: what is said in its place. */
export function ContactRow({ contact, among = "everybody", select, note }: Props) {
  const name = contact.name || contact.address;
  const company = among === "everybody" ? contact.company : null;
  const beneath = note ?? [company, contact.name ? contact.address : null].filter(Boolean).join(" · ");
  return (
    <Row
      href={`/contact?id=${contact.id}`}
      lead={<Avatar name={name} seed={contact.address} size="row" strength={contact.strength} />}
      select={select && { ...select, name }}
    >
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate leading-5 font-medium">{name}</span>
          <KindMark kind={contact.kind} />
        </span>
        <span className="block truncate text-sm text-soft">{beneath || "no name known"}</span>
      </span>
      <span className="shrink-0 text-right text-sm">
        <span className="block text-soft tabular-nums">
          <span className="sr-only">Strength {percent(contact.strength)} of 100: </span>
          <span className={contact.strength >= 0.5 ? "text-accent" : ""}>
            {strengthWord(contact.strength)}
          </span>
        </span>
        <span className="block text-xs leading-5 text-faint">
          {contact.last_at ? ago(contact.last_at) : "no mail yet"}
        </span>
      </span>
    </Row>
  );
}

function KindMark({ kind }: { kind: Contact["kind"] }) {
  if (kind === "person") return null;
  const [Icon, word] = kind === "list" ? ([Users, "Mailing list"] as const) : ([Bot, "Automated"] as const);
  return (
    <span title={word} className="shrink-0 text-faint">
      <Icon aria-label={word} className="size-3.5" />
    </span>
  );
}
