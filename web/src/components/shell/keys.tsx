"use client";

import { useRouter } from "next/navigation";
import { Fragment, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { PLACES } from "./places";
import { openSearch } from "./search";

const OPEN = "kith:shortcuts";

export const openShortcuts = () => window.dispatchEvent(new Event(OPEN));

const ROWS: [keys: string[], what: string][] = [
  [["/"], "Search"],
  [["j", "k"], "Next and previous in a list"],
  [["Enter"], "Open"],
  [["x"], "Select"],
  ...PLACES.map((place): [string[], string] => [["g", place.key], place.label]),
  [["?"], "This list"],
];

const EARLY = 1000; // milliseconds after the page has come: what is typed then was meant for something else

/** Single-key shortcuts, quiet while one types or a dialog is open. None leaves a page that is still loading. */
export function Keys() {
  const router = useRouter();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const since = performance.now();
    let going = 0;
    const early = () =>
      performance.now() - since < EARLY || document.querySelector("main [data-loading]") !== null;
    const show = () => setOpen(true);
    function pressed(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isBusy(event.target))
        return;
      const place = performance.now() - going < 1500 && PLACES.find(({ key }) => key === event.key);
      going = 0;
      if (place) router.push(place.href);
      else if (event.key === "/") focusSearch();
      else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
      else if (event.key === "?") setOpen(true);
      else if (event.key === "g" && !early()) {
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
    <Modal open={open} onClose={() => setOpen(false)} title="Keyboard">
      <dl className="mt-4 grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5 text-sm">
        {ROWS.map(([keys, what]) => (
          <Fragment key={what}>
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-7 rounded-md border border-line bg-sunken px-2 py-0.5 text-center"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-soft">{what}</dd>
          </Fragment>
        ))}
      </dl>
      <Button className="mt-6 w-full" onClick={() => setOpen(false)}>
        Close
      </Button>
    </Modal>
  );
}

function isBusy(target: EventTarget | null) {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.(
      "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=menu]",
    ),
  );
}

function focusSearch() {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (field) field.focus();
  else openSearch();
}

function step(by: number) {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = document.activeElement; // a row, or the box that selects it
  const at = rows.findIndex((row) => row === here || (here && row.previousElementSibling === here));
  const next = at < 0 ? rows[0] : rows[at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
