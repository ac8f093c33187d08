import { Building2, House, type LucideIcon, Mail, Mailbox, Users, Workflow } from "lucide-react";

export type Place = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Other pages that belong here, for the mark on the navigation. */
  also: string[];
  /** The key after `g`. */
  key: string;
  /** From 1280 px on its parts stand side by side, as high as the window, and scroll on their own. */
  split?: boolean;
};

export const PLACES: Place[] = [
  { href: "/", label: "Overview", icon: House, also: [], key: "o" },
  { href: "/contacts", label: "People", icon: Users, also: ["/contact", "/patterns", "/review"], key: "p" },
  { href: "/companies", label: "Companies", icon: Building2, also: ["/company"], key: "c" },
  { href: "/threads", label: "Mail", icon: Mail, also: ["/thread"], key: "m", split: true },
  { href: "/mailboxes", label: "Mailboxes", icon: Mailbox, also: ["/mailbox"], key: "b" },
  { href: "/jobs", label: "Jobs", icon: Workflow, also: [], key: "j" },
];

export const isSplit = (path: string) => PLACES.some((place) => place.split && isAt(place, path));
export const isAt = (place: Place, path: string) => place.href === path || place.also.includes(path);
