import type { Json } from "../../kernel/index.ts";
import type { Match } from "../match.ts";
import type { Alert, Policy } from "./policy.ts";

const valueText = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

/** `action = login, outcome = failure or denied`. */
const matchText = (match: Match): string => {
  const parts = Object.entries(match).map(([name, wanted]) => {
    const values = (Array.isArray(wanted) ? wanted : [wanted]) as readonly Json[];
    return `${name} = ${values.map(valueText).join(" or ")}`;
  });
  return parts.length === 0 ? "any event" : parts.join(", ");
};

const keyPart = (names: readonly string[] | undefined, key: readonly Json[]): string => {
  const parts = (names ?? []).map((name, at) => `${name} ${valueText(key[at])}`);
  return parts.length === 0 ? "" : ` for ${parts.join(", ")}`;
};

/** Why an alert was raised, as a sentence for people. */
export const explainAlert = (policy: Policy, { seq, key, evidence }: Alert): string => {
  switch (policy.type) {
    case "event":
      return `Event ${seq} matches: ${matchText(policy.match ?? {})}${keyPart(policy.groupBy, key)}.`;
    case "threshold":
      return `${evidence.length} events within ${policy.windowSec} s${keyPart(policy.groupBy, key)}; the limit is ${policy.limit} (${matchText(policy.match ?? {})}).`;
    case "sum":
      return `${policy.field} of ${evidence.length} events within ${policy.windowSec} s${keyPart(policy.groupBy, key)} reached ${policy.limit} (${matchText(policy.match ?? {})}).`;
    case "offHours":
      return `Event ${seq} was outside ${policy.from} to ${policy.to} of a day of work in ${policy.zone}${keyPart(policy.groupBy, key)}.`;
    case "impossibleTravel":
      return `${valueText(key[0])} was in two places at events ${evidence.join(" and ")} that nobody travels between at ${policy.maxKmh} km/h.`;
    case "sod":
      return `One person did both events ${evidence.join(" and ")} on ${valueText(key[0])} ${valueText(key[1])}: ${matchText(policy.first)}, then ${matchText(policy.second)}.`;
    case "firstSeen":
      return `${valueText(key[0])} was never seen with ${policy.field} ${valueText(key[1])} before event ${seq}.`;
    default:
      return policy satisfies never;
  }
};
