import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { Shell } from "@/components/shell/shell";
import { APPLY_DENSITY } from "@/lib/density";
import { LANGUAGE } from "@/lib/format";
import { APPLY_THEME } from "@/lib/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Kith", template: "%s · Kith" },
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
      <body>
        {/* Before the first paint, so that no page flashes in the wrong theme or moves its rows. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, allowed by its hash */}
        <script dangerouslySetInnerHTML={{ __html: APPLY_THEME + APPLY_DENSITY }} />
        {/* Who is signed in decides what is shown: asked beside the script, and not after it. */}
        <link rel="preload" as="fetch" href="/api/v1/me" crossOrigin="anonymous" />
        <Providers>
          <Shell>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
