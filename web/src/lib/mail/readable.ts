/** A message and a mail that came attached to it are read alike. */
import type { DateSource, Readable } from "@/api/types";

/** The message that it is, or came with. */
export const messageOf = (mail: Readable) => ("message_id" in mail ? mail.message_id : mail.id);

/** The part of its message that it is; null for a message. */
export const partOf = (mail: Readable) => ("message_id" in mail ? mail.part_id : null);

const DOUBTS: Partial<Record<DateSource, string>> = {
  received: "This mail has no date of its own that can be right: this is when the last server received it.",
  mailbox: "This mail has no date of its own that can be right: this is when it came into its mailbox.",
  stored: "Nobody says when this mail was sent: this is when Kith stored it.",
};

/** What to say of a date that is not the mail's own word. */
export const doubtOf = (mail: { date_source?: DateSource | null }) =>
  mail.date_source ? DOUBTS[mail.date_source] : undefined;
