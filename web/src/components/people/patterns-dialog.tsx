"use client";

import type { Scope } from "@/api/people-queries";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import { Patterns } from "./patterns";

type Props = { title: string; scope: Scope; onClose: () => void };

/** The patterns of some mail beside the page. */
export const PatternsDialog = ({ title, scope, onClose }: Props) => (
  <Modal open wide title={title} onClose={onClose}>
    <div className="mt-5 space-y-8">
      <Patterns scope={scope} theirs="They" />
    </div>
    <div className="mt-6 flex justify-end">
      <Button onClick={onClose}>Close</Button>
    </div>
  </Modal>
);
