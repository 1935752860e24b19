import type { Instant, Json } from "../../kernel/index.ts";
import { isMatch, memberOf } from "../match.ts";
import type { SodPolicy } from "./policy.ts";
import { keyText, pairsOf, type Watcher } from "./watcher.ts";

/** The latest first half by one person on one entity: no earlier one could decide anything. */
type First = readonly [seq: number, at: Instant];

const peopleOf = (event: object): readonly Json[] =>
  [memberOf(event, "actor"), memberOf(event, "onBehalfOf")].filter((person) => person !== null);

/** Finds who did both halves, also where he acted for somebody or somebody for him. */
export const watchDuties = (policy: SodPolicy, saved?: Json): Watcher => {
  const length = policy.windowSec === undefined ? Infinity : policy.windowSec * 1000;
  const firsts = pairsOf<First>(saved);
  return {
    handle: (event, at) => {
      const isFirst = isMatch(policy.first, event);
      const isSecond = isMatch(policy.second, event);
      if (!isFirst && !isSecond) return undefined;
      const key = [memberOf(event, "entity"), memberOf(event, "entityId")];
      const slots = peopleOf(event).map((person) => keyText([...key, person]));
      let latest: First | undefined;
      for (const slot of isSecond ? slots : []) {
        const first = firsts.get(slot);
        if (first !== undefined && (latest === undefined || first[0] > latest[0])) latest = first;
      }
      if (isFirst) for (const slot of slots) firsts.set(slot, [event.seq, at]);
      if (latest === undefined || at - latest[1] >= length) return undefined;
      const [seq] = latest;
      return { key, evidence: () => [seq, event.seq] };
    },
    save: (now) => [...firsts].filter(([, [, at]]) => now - at < length),
  };
};
