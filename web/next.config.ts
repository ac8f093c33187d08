import type { NextConfig } from "next";

// A static export that the API serves: no server of its own, so no image optimiser and no rewrites in production.
const config: NextConfig = {
  output: "export",
  reactStrictMode: true,
  images: { unoptimized: true },
  // Where the network is away, a click waits for it instead of leaving for the browser's own error page.
  experimental: { useOffline: true },
};

export default config;
