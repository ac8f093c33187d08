import { CircleAlert, CirclePause, Trash2, Unplug } from "lucide-react";
import type { Mailbox, MailboxStatus } from "@/api/types";
import { isImport, phaseOf } from "@/lib/gmail/mailbox-state";
import { ConnectButton } from "./connect-button";

const BANNERS: Partial<
  Record<MailboxStatus, { icon: typeof Unplug; style: string; title: string; text: string }>
> = {
  reconnect: {
    icon: Unplug,
    style: "bg-bad-soft text-bad",
    title: "Google no longer lets Kith read this mailbox",
    text: "What was copied is still here. Connect again, and the copy goes on where it stopped.",
  },
  failed: {
    icon: CircleAlert,
    style: "bg-bad-soft text-bad",
    title: "The copy stopped",
    text: "Nothing that was stored is lost. “Sync now” tries again.",
  },
  paused: {
    icon: CirclePause,
    style: "bg-warn-soft text-warn",
    title: "Waiting",
    text: "It goes on by itself; nothing needs to be done.",
  },
  disconnected: {
    icon: Unplug,
    style: "bg-sunken text-soft",
    title: "Disconnected",
    text: "What was copied is still here. Nothing new is fetched until you connect it again.",
  },
  erasing: {
    icon: Trash2,
    style: "bg-sunken text-soft",
    title: "Being erased",
    text: "Its messages, and what was learned from them, are deleted. It can be connected again when it is gone.",
  },
};

const UNREAD = {
  title: "The file was not read to its end",
  text: "What was read is here. Import the file again: nothing comes twice.",
};

/** Why a mailbox does not go on, and what to do about it. */
export function Banner({ mailbox }: { mailbox: Mailbox }) {
  const banner = BANNERS[mailbox.status];
  if (!banner) return null;
  const { title, text } = mailbox.status === "failed" && isImport(mailbox) ? UNREAD : banner;
  const again = !isImport(mailbox) && ["reconnect", "disconnected"].includes(mailbox.status);
  return (
    <div
      role="alert"
      className={`flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl p-4 sm:px-5 ${banner.style}`}
    >
      <banner.icon aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
      <div className="min-w-52 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-soft">
          {mailbox.status_reason && `${mailbox.status_reason} `}
          {text}
          {mailbox.status === "erasing" && mailbox.phase && ` ${phaseOf(mailbox)}.`}
        </p>
      </div>
      {again && (
        <ConnectButton kind="plain" label={mailbox.status === "reconnect" ? "Reconnect" : "Connect again"} />
      )}
    </div>
  );
}
