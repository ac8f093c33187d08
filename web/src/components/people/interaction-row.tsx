import { ArrowDownLeft, ArrowUpRight, Users } from "lucide-react";
import type { Interaction } from "@/api/types";
import { Row } from "@/components/ui/row";
import { When } from "@/components/ui/when";
import { ALL, threadUrl } from "@/lib/mail/addresses";

const DIRECTIONS = {
  sent: { icon: ArrowUpRight, word: "You wrote", tone: "text-accent" },
  received: { icon: ArrowDownLeft, word: "They wrote", tone: "text-clay" },
  shared: { icon: Users, word: "Both were named", tone: "text-faint" },
};

/** One message that a contact took part in. */
export function InteractionRow({ interaction }: { interaction: Interaction }) {
  const { icon: Icon, word, tone } = DIRECTIONS[interaction.direction];
  const thread = { mailbox_id: interaction.mailbox_id, id: interaction.thread_id };
  return (
    <Row
      href={threadUrl(thread, ALL, interaction.message_id)}
      lead={<Icon aria-label={word} className={`size-4 shrink-0 ${tone}`} />}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-5 font-medium">{interaction.subject || "(no subject)"}</span>
        <span className="block truncate text-sm text-soft">{interaction.snippet}</span>
      </span>
      <When at={interaction.at} className="shrink-0 text-sm text-faint" />
    </Row>
  );
}
