import type { ReactNode } from "react";

/** What stands alone on a page. */
export function Centre({ children }: { children: ReactNode }) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-5">
      {children}
    </main>
  );
}
