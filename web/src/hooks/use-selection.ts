"use client";

import { useRef, useState } from "react";

/** What a row needs to be one of the selected. */
export type Selecting = {
  checked: boolean;
  /** Is its box there to be seen, though nothing points at the row? */
  shown: boolean;
  /** `range`: so that everything from the row that was chosen last is as this one is now. */
  onToggle: (box: HTMLElement, range: boolean) => void;
};

export type Selection<T> = {
  /** Those that are selected, in the order of the list. */
  items: T[];
  loaded: number;
  /** Is something selected, or about to be? */
  active: boolean;
  row(item: T): Selecting;
  /** Shows the boxes: where nothing hovers, this is how one finds them. */
  start: () => void;
  toggleAll: () => void;
  /** Nothing is selected any more. The focus goes to where something was selected last, or to the next row after it. */
  clear: (focus?: "there" | "after") => void;
};

type State = { scope: string; keys: ReadonlySet<string>; anchor?: string; started: boolean };

const NONE: ReadonlySet<string> = new Set();

/**
 * Which of the rows that are loaded are selected. More rows and fresher ones leave it as it is; another `scope` (a filter, a
 * search) ends it. What has gone from the list is not selected any more: one acts on what one sees.
 */
export function useSelection<T>(loaded: T[], keyOf: (item: T) => string, scope: string): Selection<T> {
  const [kept, setState] = useState<State>({ scope, keys: NONE, started: false });
  const last = useRef<HTMLElement>(null);
  const state = kept.scope === scope ? kept : { scope, keys: NONE, started: false };
  const items = loaded.filter((item) => state.keys.has(keyOf(item)));
  const active = state.started || items.length > 0;

  function toggle(key: string, range: boolean) {
    const keys = new Set(state.keys);
    const order = loaded.map(keyOf);
    const to = order.indexOf(key);
    const anchor = range && state.anchor ? order.indexOf(state.anchor) : to;
    const from = anchor < 0 ? to : anchor;
    const change = keys.has(key) ? "delete" : "add";
    for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) keys[change](one);
    setState({ ...state, keys, anchor: key });
  }

  return {
    items,
    loaded: loaded.length,
    active,
    row: (item) => ({
      checked: state.keys.has(keyOf(item)),
      shown: active,
      onToggle: (box, range) => {
        last.current = box;
        toggle(keyOf(item), range);
      },
    }),
    start: () => setState({ ...state, started: true }),
    toggleAll: () =>
      setState({
        ...state,
        keys: items.length < loaded.length ? new Set(loaded.map(keyOf)) : NONE,
        started: true,
      }),
    clear: (focus) => {
      setState({ scope, keys: NONE, started: false });
      const there = focus === "after" ? after(last.current) : last.current;
      if (focus) there?.focus({ preventScroll: true });
    },
  };
}

/** The first row from here on that is not selected: the others may be about to leave the list. */
function after(box: HTMLElement | null) {
  let row = box?.closest("li") as Element | null | undefined;
  while (row?.querySelector(":checked")) row = row.nextElementSibling;
  return row?.querySelector<HTMLElement>("[data-row]") ?? box;
}
