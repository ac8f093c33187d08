import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type Props = { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode };

/** Nothing here, and what to do next. */
export function Empty({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-dashed border-line px-6 py-14 text-center">
      <Icon aria-hidden className="size-7 text-faint" strokeWidth={1.4} />
      <p className="mt-4 font-serif text-xl">{title}</p>
      {children && <p className="mt-1.5 max-w-md text-soft">{children}</p>}
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
