import { formatDecimal } from "../kernel/index.ts";
import type { Test } from "./condition.ts";
import { compareKeys, type Key } from "./key.ts";

/** Equal keys have equal identities: decimals are written in their shortest form. */
const identityOf = (key: Key): string | number =>
  typeof key === "object" ? formatDecimal(key) : key === 0 ? 0 : key;

/** The test as a function of one key that is not empty. */
export const matcherOf = (test: Test): ((key: Key) => boolean) => {
  switch (test.kind) {
    case "null":
      return () => false;
    case "set": {
      const identities = new Set(test.keys.map(identityOf));
      return (key) => identities.has(identityOf(key));
    }
    case "range": {
      const { low, high } = test;
      return (key) => {
        const above = low === undefined ? 1 : compareKeys(key, low.key);
        const below = high === undefined ? -1 : compareKeys(key, high.key);
        return (
          (above > 0 || (above === 0 && low?.closed === true)) &&
          (below < 0 || (below === 0 && high?.closed === true))
        );
      };
    }
    case "contains":
      return (key) => typeof key === "string" && key.includes(test.text);
    case "startsWith":
      return (key) => typeof key === "string" && key.startsWith(test.text);
    case "member":
      return () => false;
    default:
      return test satisfies never;
  }
};
