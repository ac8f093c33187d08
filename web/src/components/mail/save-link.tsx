"use client";

import { useMutation } from "@tanstack/react-query";
import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { save } from "@/api/download";
import { useProblemToast } from "@/components/shell/toasts";

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "onClick"> & { href: string };

/** A link that saves a file, which may take a moment: the first time, Gmail is asked for an attachment. */
export function SaveLink({ href, className = "", children, ...rest }: Props) {
  const problem = useProblemToast();
  const saving = useMutation({ mutationFn: () => save(href), onError: problem });
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  return (
    <a
      {...rest}
      href={href}
      onClick={onClick}
      aria-busy={saving.isPending}
      className={`${className} ${saving.isPending ? "animate-pulse" : ""}`}
    >
      {children}
    </a>
  );
}
