"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { keysOfParts } from "@/hooks/use-keys";
import { step } from "@/lib/rows";
import { KeyList, type KeyRow } from "./key-list";
import { PLACES } from "./places";
import { openSearch } from "./search";

const OPEN = "kith:shortcuts";

export const openShortcuts = () => window.dispatchEvent(new Event(OPEN));

const EVERYWHERE: KeyRow[] = [
  { keys: ["/"], what: "Search" },
  { keys: ["j", "k"], what: "Next and previous in a list" },
  { keys: ["o"], what: "Open, as Enter does" },
  { keys: ["x"], what: "Select" },
  { keys: ["z"], what: "Undo, while it is offered" },
  ...PLACES.map((place) => ({ keys: ["g", place.key], what: place.label })),
  { keys: ["?"], what: "This list" },
];

const EARLY = 1000; // milliseconds after the page has come: what is typed then was meant for something else

const LONG_AGO = Number.NEGATIVE_INFINITY;

/** Single-key shortcuts, quiet while one types or a dialog is open. None leaves a page that is still loading. */
export function Keys() {
  const router = useRouter();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const since = performance.now();
    let going = LONG_AGO;
    const isNew = () => performance.now() - since < EARLY;
    const isLoading = () => document.querySelector("main [data-loading]") !== null;
    const show = () => setOpen(true);
    const ofThePage = (key: string) =>
      !isNew() &&
      keysOfParts()
        .reverse() // what came last stands for something more particular
        .flat()
        .toSorted((one, other) => Number(other.first ?? false) - Number(one.first ?? false))
        .some((one) => one.keys.includes(key) && (one.moves || !isLoading()) && one.run(key) !== false);
    function pressed(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isBusy(event.target))
        return;
      const place = performance.now() - going < 1500 && PLACES.find(({ key }) => key === event.key);
      going = LONG_AGO;
      if (place) router.push(place.href);
      else if (ofThePage(event.key)) true;
      else if (event.key === "/") focusSearch();
      else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
      else if (event.key === "o") document.activeElement?.closest<HTMLElement>("[data-row]")?.click();
      else if (event.key === "z") document.querySelector<HTMLElement>("[data-undo]")?.click();
      else if (event.key === "?") setOpen(true);
      else if (event.key === "g" && !isNew() && !isLoading()) {
        going = performance.now();
        return;
      } else return;
      event.preventDefault();
    }
    window.addEventListener("keydown", pressed);
    window.addEventListener(OPEN, show);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.removeEventListener(OPEN, show);
    };
  }, [router]);

  return (
    <Modal open={open} onClose={() => setOpen(false)} title="Keyboard" wide>
      <Listed />
      <Button className="mt-6 w-full" onClick={() => setOpen(false)}>
        Close
      </Button>
    </Modal>
  );
}

/** Those of this page first, each once. */
function Listed() {
  const here = keysOfParts().flat();
  const own = here.filter(({ keys }, index) => here.findIndex((one) => one.keys[0] === keys[0]) === index);
  const rest = EVERYWHERE.filter(({ keys }) => !own.some((one) => one.keys[0] === keys[0]));
  return (
    <div className="mt-4 grid gap-x-8 gap-y-5 sm:grid-cols-2">
      {own.length > 0 && <KeyList rows={own} />}
      <KeyList rows={rest} />
    </div>
  );
}

function isBusy(target: EventTarget | null) {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog, [role=menu]",
    ),
  );
}

function focusSearch() {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (field) field.focus();
  else openSearch();
}
