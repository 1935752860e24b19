import type { Json } from "../../kernel/index.ts";
import { isMatch, memberOf } from "../match.ts";
import type { FirstSeenPolicy } from "./policy.ts";
import { keyText, pairsOf, type Watcher } from "./watcher.ts";

type Saved = readonly [count: number, values: readonly string[]];

interface Known {
  count: number;
  readonly values: Set<string>;
}

/** Learns the values of each actor and finds the first that is new to him. */
export const watchFirstSeen = (policy: FirstSeenPolicy, saved?: Json): Watcher => {
  const actors = new Map<string, Known>();
  for (const [actor, [count, values]] of pairsOf<Saved>(saved)) {
    actors.set(actor, { count, values: new Set(values) });
  }
  return {
    handle: (event) => {
      const value = memberOf(event, policy.field);
      if (value === null || !isMatch(policy.match ?? {}, event)) return undefined;
      const actor = memberOf(event, "actor");
      const text = keyText([actor]);
      const known = actors.get(text) ?? { count: 0, values: new Set<string>() };
      actors.set(text, known);
      const isNew = known.count >= policy.learn && !known.values.has(keyText([value]));
      known.count += 1;
      known.values.add(keyText([value]));
      return isNew ? { key: [actor, value], evidence: () => [event.seq] } : undefined;
    },
    save: () => [...actors].map(([actor, { count, values }]) => [actor, [count, [...values]]]),
  };
};
