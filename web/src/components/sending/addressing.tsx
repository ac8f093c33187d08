"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Letter, WholeLetter } from "@/lib/sending/letter";
import { RecipientsField } from "./recipients-field";

type Props = { letter: WholeLetter; readOnly: boolean; onChange: (part: Letter) => void };

/** To, and Cc and Bcc where they are used. */
export function Addressing({ letter, readOnly, onChange }: Props) {
  const [more, setMore] = useState(false);
  const hidden = !more && (letter.cc.length === 0 || letter.bcc.length === 0);
  return (
    <div>
      <RecipientsField label="To" value={letter.to} readOnly={readOnly} onChange={(to) => onChange({ to })}>
        {hidden && (
          <Button small kind="quiet" onClick={() => setMore(true)}>
            {letter.cc.length > 0 ? "Bcc" : letter.bcc.length > 0 ? "Cc" : "Cc Bcc"}
          </Button>
        )}
      </RecipientsField>
      {(more || letter.cc.length > 0) && (
        <RecipientsField
          label="Cc"
          value={letter.cc}
          readOnly={readOnly}
          onChange={(cc) => onChange({ cc })}
        />
      )}
      {(more || letter.bcc.length > 0) && (
        <RecipientsField
          label="Bcc"
          value={letter.bcc}
          readOnly={readOnly}
          onChange={(bcc) => onChange({ bcc })}
        />
      )}
    </div>
  );
}
