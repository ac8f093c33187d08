import type { ReactNode } from "react";

type Props = {
  search?: ReactNode;
  /** The bar of what is selected: while it is there, it stands where the filters do. */
  bar?: ReactNode;
  selecting?: boolean;
  /** Filters. */
  children: ReactNode;
};

/** What narrows a list, above it: its search and its filters, in one line where there is room. */
export function ListTools({ search, bar, selecting, children }: Props) {
  const stays = selecting ? "lg:sticky lg:top-0 lg:z-20 lg:-mt-2 lg:mb-2 lg:bg-paper lg:py-2" : "";
  return (
    <div className={`mb-4 flex flex-wrap items-center gap-x-3 gap-y-2.5 ${stays}`}>
      {search && <div className="flex w-full gap-2 lg:w-auto lg:min-w-64 lg:flex-1">{search}</div>}
      <div className={`contents ${selecting ? "lg:hidden" : ""}`}>{children}</div>
      {bar}
    </div>
  );
}
