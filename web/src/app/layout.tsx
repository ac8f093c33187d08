import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ASK_EARLY } from "@/api/early";
import { Providers } from "@/components/shell/providers";
import { Shell } from "@/components/shell/shell";
import { APPLY_DENSITY } from "@/lib/density";
import { LANGUAGE } from "@/lib/format";
import { APPLY_THEME } from "@/lib/theme";
import "./globals.css";

export const metadata: Metadata = {
  description: "The people behind your mail.",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#141210" },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang={LANGUAGE} suppressHydrationWarning>
      <head>
        {/* Not in `metadata`: Next puts that in place after the page, whose own title it would take away. */}
        <title>Kith</title>
        {/* Before the first paint, so that no page flashes in the wrong theme or moves its rows; and what it shows is
            asked for beside its code. The build puts it before the styles, for which it would wait. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, allowed by its hash */}
        <script dangerouslySetInnerHTML={{ __html: APPLY_THEME + APPLY_DENSITY + ASK_EARLY }} />
      </head>
      <body>
        <Providers>
          <Shell>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
