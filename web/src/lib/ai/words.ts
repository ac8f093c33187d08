/** Models and what they cost in the words of the page. */
import type { ModelShown, UsageLine } from "@/api/types";
import { count, plural } from "@/lib/format";

/** "$1.20" of millionths of a dollar; what is less than a cent keeps two digits that say something. */
export const money = (micro: number) =>
  new Intl.NumberFormat("en", {
    style: "currency",
    currency: "USD",
    ...(micro > 0 && micro < 10_000 ? { maximumSignificantDigits: 2 } : {}),
  }).format(micro / 1_000_000);

/** What a model's tokens cost, and whether what it is told leaves this machine. */
export function terms(model: ModelShown) {
  const price =
    model.input_micro_usd === null || model.output_micro_usd === null
      ? "Its price is not known."
      : `A million tokens cost ${money(model.input_micro_usd)} in and ${money(model.output_micro_usd)} out.`;
  return `${model.here ? "On this machine: nothing leaves it." : `What it is told goes to ${model.host}.`} ${price}`;
}

/** What was asked of a model, and what that took. */
export function taken(line: UsageLine) {
  const parts = [plural(line.calls, "request")];
  if (line.failed > 0) parts.push(`${count(line.failed)} failed`);
  if (line.kept > 0) parts.push(`${plural(line.kept, "answer")} kept from before`);
  const tokens = `${count(line.input_tokens)} tokens in, ${count(line.output_tokens)} out`;
  return `${parts.join(", ")} · ${tokens}${line.estimated > 0 ? ", partly estimated" : ""}`;
}

/** Its cost; what has no known price is not nothing. */
export function cost(lines: UsageLine[]) {
  const known = lines.reduce((sum, line) => sum + line.micro_usd, 0);
  const unknown = lines.reduce((sum, line) => sum + line.unpriced, 0);
  if (unknown === 0) return money(known);
  return known > 0 ? `${money(known)} and what has no known price` : "price not known";
}
