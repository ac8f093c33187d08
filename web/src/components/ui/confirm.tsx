"use client";

import {
  cloneElement,
  type MouseEventHandler,
  type ReactElement,
  type ReactNode,
  useId,
  useState,
} from "react";
import { Button } from "./button";
import { Modal } from "./modal";

type Props = {
  trigger: ReactElement<{ onClick?: MouseEventHandler }>;
  title: string;
  children: ReactNode;
  action: string;
  onConfirm: () => void;
};

/** Asks before something that cannot be taken back. */
export function Confirm({ trigger, title, children, action, onConfirm }: Props) {
  const [open, setOpen] = useState(false);
  const about = useId();
  const close = () => setOpen(false);
  return (
    <>
      {cloneElement(trigger, { onClick: () => setOpen(true) })}
      <Modal open={open} onClose={close} title={title} role="alertdialog" describedBy={about}>
        <div id={about} className="mt-2 text-soft">
          {children}
        </div>
        <div className="mt-6 flex flex-wrap justify-end gap-2">
          <Button kind="quiet" onClick={close}>
            Cancel
          </Button>
          <Button
            kind="danger"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {action}
          </Button>
        </div>
      </Modal>
    </>
  );
}
