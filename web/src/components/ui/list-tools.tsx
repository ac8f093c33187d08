import type { ReactNode } from "react";

type Props = { search: ReactNode; children: ReactNode };

/** What narrows a list, above it: its search and its filters, in one line where there is room. */
export function ListTools({ search, children }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2.5">
      <div className="flex w-full gap-2 lg:w-auto lg:min-w-64 lg:flex-1">{search}</div>
      {children}
    </div>
  );
}
