/** What a strength is made of, in words. */
import type { Strength } from "@/api/types";
import { count, duration, plural } from "@/lib/format";

export type Reason = { title: string; text: string; effect: string };

const MONTH = 30.44;

export function reasons(strength: Strength): Reason[] {
  const { factors, ours, theirs } = strength;
  const mails = strength.sent + strength.received;
  const found: Reason[] = [
    {
      title: "Lately",
      text: "Mails that count: each half after 180 days, a copy half, one to many less, and at most 20 of a month.",
      effect: `${strength.volume.toFixed(1)} mails`,
    },
    {
      title: "Both ways",
      text: `They wrote ${count(strength.received)}, you wrote ${count(strength.sent)}${
        strength.shared ? `; both on ${plural(strength.shared, "mail")} of others` : ""
      }.`,
      effect: times(factors.reciprocity),
    },
    {
      title: "Answers",
      text: `You answered ${ours.replies} of ${ours.turns}, they ${theirs.replies} of ${theirs.turns}, within 30 days.`,
      effect: times(factors.replies),
    },
    { title: "Speed", text: speed(strength), effect: times(factors.speed) },
    { title: "Known for", text: known(strength.tenure_days), effect: times(factors.tenure) },
  ];
  if (mails) {
    found.push({
      title: "Directly",
      text: `${plural(strength.direct, "mail")} of ${count(mails)} went from one to the other, to few.`,
      effect: "",
    });
  }
  if (strength.meetings) {
    found.push({
      title: "Meetings",
      text: `You met ${plural(strength.meetings, "time")}: each counts as a mail both ways, one of many less.`,
      effect: "",
    });
  }
  return found;
}

const times = (factor: number) => `× ${factor.toFixed(2)}`;

function speed({ ours, theirs }: Strength) {
  const said = [
    ours.usual_seconds !== null && `you answer within ${within(ours.usual_seconds)}`,
    theirs.usual_seconds !== null && `they within ${within(theirs.usual_seconds)}`,
  ].filter(Boolean);
  if (said.length === 0) return "Nobody has answered in a thread yet.";
  const text = said.join(", ");
  return `Usually ${text.replace("they within", said.length === 1 ? "they answer within" : "they within")}.`;
}

function within(seconds: number) {
  if (seconds >= 2 * 86_400) return plural(Math.round(seconds / 86_400), "day");
  return duration(seconds).replace("about ", "");
}

function known(days: number) {
  if (days < 2) return "The first mail and the last are of the same days.";
  const [value, unit] =
    days < 2 * MONTH ? [days, "day"] : days < 24 * MONTH ? [days / MONTH, "month"] : [days / 365.25, "year"];
  return `${plural(Math.round(value), unit)} from the first mail to the last.`;
}
