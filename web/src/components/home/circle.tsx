import Link from "next/link";
import type { Contact, User } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Skeleton } from "@/components/ui/skeleton";
import { strengthWord } from "@/lib/people/strength";
import type { People } from "./strongest";

const GOLDEN = 137.508; // degrees: neighbours in rank are never neighbours on the page
const NEAR = 17; // percent of the width: the closest ring
const FAR = 43;

/** The closest people around the owner, the nearer the stronger. */
export function Circle({ people, user }: { people: People; user: User }) {
  const items = people.data?.pages[0]?.items ?? [];
  if (people.isPending)
    return <Skeleton className="mx-auto aspect-square w-full max-w-[30rem] rounded-full!" />;
  return (
    <div className="panel grid h-[calc(100%-2.6rem)] place-items-center overflow-hidden p-2">
      <div className="relative aspect-square w-full max-w-[30rem]">
        <Rings />
        <div className="absolute top-1/2 left-1/2 -translate-1/2">
          <Avatar name={user.name} seed={user.email} size={52} />
        </div>
        <ul aria-label="Your closest people">
          {items.map((contact, rank) => (
            <Person key={contact.id} contact={contact} {...place(rank, items)} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function Person({ contact, left, top }: { contact: Contact; left: number; top: number }) {
  const name = contact.name || contact.address;
  return (
    <li
      className="absolute -translate-1/2 transition-[left,top] duration-700"
      style={{ left: `${left}%`, top: `${top}%` }}
    >
      <Link
        href={`/contact?id=${contact.id}`}
        prefetch={false}
        title={`${name}: ${strengthWord(contact.strength)}`}
        className="group flex flex-col items-center gap-0.5 rounded-lg"
      >
        <span className="rounded-full ring-4 ring-surface transition-transform group-hover:scale-110">
          <Avatar name={name} seed={contact.address} size={36} />
        </span>
        <span className="max-w-20 truncate rounded bg-surface/80 px-1 text-[0.7rem] leading-4 text-soft group-hover:text-ink">
          {name.split(/[\s@]/)[0]}
        </span>
      </Link>
    </li>
  );
}

function Rings() {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true" className="absolute inset-0">
      <g className="fill-none stroke-line" strokeWidth="0.25">
        {[NEAR, (NEAR + FAR) / 2, FAR].map((radius) => (
          <circle key={radius} cx="50" cy="50" r={radius} />
        ))}
      </g>
    </svg>
  );
}

/** By strength among those shown, with rank as a tie-breaker that keeps equals apart. */
function place(rank: number, items: Contact[]) {
  const strengths = items.map((contact) => contact.strength);
  const [most, least] = [Math.max(...strengths), Math.min(...strengths)];
  const weakness = most === least ? 0.5 : (most - (items[rank]?.strength ?? 0)) / (most - least);
  const far = items.length > 1 ? 0.5 * weakness + 0.5 * Math.sqrt(rank / (items.length - 1)) : 0;
  const radius = NEAR + (FAR - NEAR) * far;
  const angle = ((rank * GOLDEN - 70) * Math.PI) / 180;
  return { left: 50 + radius * Math.cos(angle), top: 50 + radius * Math.sin(angle) };
}
