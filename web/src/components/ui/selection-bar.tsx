"use client";

import { Check, ListChecks, type LucideIcon, Minus, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { Selection } from "@/hooks/use-selection";
import { count, plural } from "@/lib/format";
import { Button } from "./button";

type Props<T> = {
  selection: Selection<T>;
  /** What they are: one, several. */
  nouns: [string, string];
  /** What can be done with them: `SelectionAction`s. */
  children: ReactNode;
  /** Five actions or more: their names show only where all have room. */
  crowded?: boolean;
};

/**
 * How many are selected, and what can be done with them: in the place of the filters, on a phone in that of the navigation.
 * Escape ends the selection, wherever the focus is but in a field.
 */
export function SelectionBar<T>({ selection, nouns, children, crowded }: Props<T>) {
  const { items, active } = selection;
  const said = items.length ? `${plural(items.length, ...nouns)} selected` : "";
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {active && (
        <Shown selection={selection} nouns={nouns} crowded={crowded}>
          {children}
        </Shown>
      )}
    </>
  );
}

function Shown<T>({ selection, nouns, children, crowded }: Props<T>) {
  const { length } = selection.items;
  const [one, many] = nouns;
  const bar = useRef<HTMLFieldSetElement>(null);
  const clear = () => selection.clear(bar.current?.contains(document.activeElement) ? "there" : undefined);
  const latest = useRef(clear);
  useEffect(() => {
    latest.current = clear;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isElsewhere(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  return (
    <fieldset
      ref={bar}
      data-selecting
      data-crowded={crowded}
      aria-label={`What to do with the selected ${many}`}
      className="group/bar @container fixed inset-x-0 bottom-0 z-40 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:static lg:z-auto lg:min-w-80 lg:flex-2 lg:rounded-lg lg:border lg:p-0"
    >
      <div className="flex min-h-16 items-center gap-1 px-2 lg:min-h-0 lg:h-9.5">
        <All selection={selection} many={many} />
        <span className="mr-auto truncate px-1 text-sm font-medium tabular-nums">
          {length === 0 ? `Choose ${many}` : count(length)}
          {length > 0 && <span className="@max-md:sr-only"> {length === 1 ? one : many}</span>}
          {length > 0 && " selected"}
        </span>
        {children}
        <Button
          small
          kind="quiet"
          aria-label="End the selection"
          title="Esc"
          onClick={clear}
          className={ACTION}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </div>
    </fieldset>
  );
}

const ACTION = "min-h-11 min-w-11 px-2.5! lg:min-h-8 lg:min-w-8";

/** Everything that is loaded, or nothing. */
function All<T>({ selection, many }: { selection: Selection<T>; many: string }) {
  const some = selection.items.length > 0;
  const whole = some && selection.items.length === selection.loaded;
  const Mark = whole ? Check : Minus;
  return (
    <label
      className="relative grid size-11 shrink-0 place-items-center lg:size-9"
      title={`All ${selection.loaded}`}
    >
      <input
        type="checkbox"
        aria-label={`Select all ${plural(selection.loaded, many, many)} that are loaded`}
        checked={whole}
        ref={(box) => {
          if (box) box.indeterminate = some && !whole;
        }}
        onChange={selection.toggleAll}
        className="peer absolute inset-0 m-0 cursor-pointer opacity-0"
      />
      <span
        aria-hidden
        className={`grid size-5 place-items-center rounded-md border-[1.5px] peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent ${
          some ? "border-accent bg-accent text-on-accent" : "border-edge bg-surface text-transparent"
        }`}
      >
        <Mark className="size-3.5" strokeWidth={3} />
      </span>
    </label>
  );
}

type ActionProps = { icon: LucideIcon; label: string; onClick: () => void; disabled?: boolean };

/** One thing that can be done with all of them. */
export function SelectionAction({ icon: Icon, label, ...rest }: ActionProps) {
  return (
    <Button small kind="quiet" title={label} className={ACTION} {...rest}>
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="@max-lg:sr-only group-data-crowded/bar:@max-3xl:sr-only">{label}</span>
    </Button>
  );
}

/** Where nothing hovers over rows, their boxes are found by this. */
export function SelectButton<T>({ selection, many }: { selection: Selection<T>; many: string }) {
  if (selection.active || selection.loaded === 0) return null;
  return (
    <Button
      kind="plain"
      aria-label={`Select ${many}`}
      onClick={selection.start}
      className="min-h-11 min-w-11 px-0! text-soft not-pointer-coarse:hidden lg:min-h-10 lg:min-w-10"
    >
      <ListChecks aria-hidden className="size-5" />
    </Button>
  );
}

/** In a field, a dialog or a menu, Escape has a meaning of its own. */
function isElsewhere(target: EventTarget | null) {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.(
      "input:not([type=checkbox]), textarea, select, dialog, [role=menu], [data-radix-toast-viewport]",
    ),
  );
}
