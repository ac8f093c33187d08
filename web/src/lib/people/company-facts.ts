/** What sources say of companies, in words. */

/** The fields of a company, in the order in which one looks for them. */
export const COMPANY_FIELDS = [
  ["description", "About"],
  ["industry", "Industry"],
  ["location", "Place"],
  ["country", "Country"],
  ["employees", "Employees"],
  ["founded_year", "Founded"],
  ["url", "Link"],
  ["handle", "Profile"],
  ["logo_url", "Logo"],
  ["name", "Called"],
  ["registered_on", "Domain since"],
  ["mail_host", "Mail host"],
] as const;

// As `integrations/enrichment/handles.py` reads links; what it leaves out of one cannot be known again (YouTube's).
const PROFILES: Record<string, string> = {
  bluesky: "https://bsky.app/profile/",
  facebook: "https://www.facebook.com/",
  github: "https://github.com/",
  gitlab: "https://gitlab.com/",
  instagram: "https://www.instagram.com/",
  linkedin: "https://www.linkedin.com/",
  medium: "https://medium.com/@",
  threads: "https://www.threads.net/@",
  tiktok: "https://www.tiktok.com/@",
  x: "https://x.com/",
};

/** The page of an account, "github:acme" or "linkedin:company/acme"; nothing where the network is unknown. */
export function profileOf(handle: string) {
  const [, network = "", name = ""] = /^([a-z]+):((?:company\/|school\/)?[\w.-]+)$/.exec(handle) ?? [];
  const page = PROFILES[network];
  const isPerson = network === "linkedin" && !name.includes("/");
  return page && page + (isPerson ? "in/" : "") + name;
}
