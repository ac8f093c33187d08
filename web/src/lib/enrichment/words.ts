/** Sources, fields and calls in the words of the page. */
const NAMES: Record<string, string> = {
  apollo: "Apollo",
  brandfetch: "Brandfetch",
  dns: "DNS",
  github: "GitHub",
  gravatar: "Gravatar",
  hunter: "Hunter",
  linkedin: "LinkedIn",
  people_data_labs: "People Data Labs",
  rdap: "Domain registries",
  site: "The company’s site",
  wikidata: "Wikidata",
  x: "X",
};

export const sourceName = (name: string) => NAMES[name] ?? name;

/** "person.given_name" or "given_name" -> "given name". */
export const fieldName = (field: string) => field.replace(/^(person|company)\./, "").replaceAll("_", " ");

const STATES: Record<string, string> = {
  calling: "is being asked",
  answered: "answered",
  nothing: "knows nothing",
  failed: "did not answer",
  refused: "refused",
  unsure: "may have answered: nobody knows",
};

export const callState = (state: string) => STATES[state] ?? state;

const KEYS: Record<string, string> = {
  email: "mail address",
  domain: "company’s domain",
  handle: "account name",
  name: "name",
  company: "company’s name",
};

export const keyName = (key: string) => KEYS[key] ?? key;

/** Millionths of a US dollar. */
export const dollars = (micro: number) =>
  new Intl.NumberFormat("en", { style: "currency", currency: "USD" }).format(micro / 1_000_000);
