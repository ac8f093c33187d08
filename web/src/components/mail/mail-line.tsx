import { LabelChips } from "./label-chips";

type Props = { mail: { mailbox_id: string; labels: string[]; subject: string; snippet: string } };

/** What mail is about, and how it begins: in one line, or in two where rows are roomy. */
export function MailLine({ mail }: Props) {
  return (
    <span className="flex min-w-0 items-center gap-x-1.5 text-sm leading-5 roomy:flex-wrap">
      <LabelChips mailboxId={mail.mailbox_id} labels={mail.labels} />
      <span className="flex min-w-2/5 flex-1 gap-x-2 roomy:contents">
        <span className="truncate roomy:min-w-2/5 roomy:flex-1">{mail.subject || "(no subject)"}</span>
        <span className="flex-1 truncate text-faint roomy:basis-full">{mail.snippet}</span>
      </span>
    </span>
  );
}
