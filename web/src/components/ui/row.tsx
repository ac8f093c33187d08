"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import type { Selecting } from "@/hooks/use-selection";

type Props = {
  href: string;
  /** What it begins with: a face, a mark. */
  lead: ReactNode;
  /** Whether it is selected; nothing for a list in which nothing is. */
  select?: Selecting & { name: string };
  /** What it leads to is open beside the list. */
  current?: boolean;
  children: ReactNode;
};

/** One thing in a list: a link as wide as the list, and beside it, not within, the box that selects it. */
export function Row({ href, lead, select, current = false, children }: Props) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const toggle = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "x" || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    select?.onToggle(event.currentTarget, false);
  };
  return (
    <li className="row-lazy group/row relative has-checked:bg-accent-soft">
      {select && <Box {...select} onKeyDown={toggle} />}
      <Link
        href={href}
        prefetch={false}
        ref={link}
        data-row
        aria-current={current || undefined}
        aria-keyshortcuts={select && "x"}
        onKeyDown={select && toggle}
        className="flex items-center gap-3 px-4 py-(--row-space) outline-offset-[-2px] hover:bg-sunken/60 aria-[current]:bg-accent-soft sm:px-5"
      >
        {select ? <Lead shown={select.shown}>{lead}</Lead> : lead}
        {children}
      </Link>
    </li>
  );
}

type BoxProps = Selecting & { name: string; onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };

/** As large as the face under it, which shows its mark: `Lead`. */
function Box({ name, checked, onToggle, onKeyDown }: BoxProps) {
  return (
    <input
      type="checkbox"
      aria-label={`Select ${name}`}
      checked={checked}
      onChange={(event) =>
        onToggle(event.currentTarget, (event.nativeEvent as unknown as MouseEvent).shiftKey)
      }
      onMouseDown={(event) => event.shiftKey && event.preventDefault()} // the words in between are not meant
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 left-0 z-10 m-0 w-15 cursor-pointer opacity-0 sm:w-16"
    />
  );
}

const MARK =
  "opacity-0 group-hover/row:opacity-100 group-has-checked/row:opacity-100 group-has-[input:focus-visible]/row:opacity-100";
const FACE =
  "group-hover/row:opacity-0 group-has-checked/row:opacity-0 group-has-[input:focus-visible]/row:opacity-0";

/** The face, or in its place the mark of the box that lies over it. */
function Lead({ shown, children }: { shown: boolean; children: ReactNode }) {
  return (
    <span className="relative grid shrink-0">
      <span className={`grid transition-opacity ${shown ? "opacity-0" : FACE}`}>{children}</span>
      <span
        aria-hidden
        className={`absolute inset-0 grid place-items-center transition-opacity ${shown ? "" : MARK}`}
      >
        <span className="grid size-5 place-items-center rounded-md border-[1.5px] border-edge bg-surface text-transparent group-has-checked/row:border-accent group-has-checked/row:bg-accent group-has-checked/row:text-on-accent group-has-[input:focus-visible]/row:outline-2 group-has-[input:focus-visible]/row:outline-offset-2 group-has-[input:focus-visible]/row:outline-accent">
          <Check className="size-3.5" strokeWidth={3} />
        </span>
      </span>
    </span>
  );
}
