import type { NextConfig } from "next";

// A static export that the API serves: no server of its own, so no image optimiser and no rewrites in production.
const config: NextConfig = {
  output: "export",
  reactStrictMode: true,
  images: { unoptimized: true },
};

export default config;
