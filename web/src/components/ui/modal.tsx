"use client";

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  role?: "dialog" | "alertdialog";
  describedBy?: string;
  /** For two columns, where there is room. */
  wide?: boolean;
};

/** The browser's own modal dialog: it keeps the focus, gives it back, and closes at Escape. */
export function Modal({ open, ...rest }: Props) {
  return open ? <Shown {...rest} /> : null;
}

function Shown({ onClose, title, children, role, describedBy, wide }: Omit<Props, "open">) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it, as Escape does
    <dialog
      ref={dialog}
      role={role}
      aria-labelledby={name}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault(); // else it is gone before the page knows, and a key that opens it again is lost
        onClose();
      }}
      onClose={onClose}
      onClick={(event) => role !== "alertdialog" && event.target === event.currentTarget && onClose()}
      className={`panel m-auto ${wide ? "w-[min(44rem,calc(100vw-2rem))]" : "w-[min(28rem,calc(100vw-2rem))]"} p-0 text-ink shadow-float backdrop:bg-black/30`}
    >
      <div className="p-6">
        <h2 id={name} className="font-serif text-xl">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
