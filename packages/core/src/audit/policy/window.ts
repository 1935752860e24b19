import type { Instant, Json } from "../../kernel/index.ts";
import { isMatch, memberOf } from "../match.ts";
import type { SumPolicy, ThresholdPolicy } from "./policy.ts";
import { keyText, pairsOf, type Watcher } from "./watcher.ts";

type Entry = readonly [seq: number, at: Instant, value: number];

/** The events of one key within a window, oldest first. Leaving ones are skipped over and cut off now and then. */
class Window {
  #entries: Entry[];
  #from = 0;
  #total = 0;
  /** While it is 0 the running total is exact; else it is added up anew, so that a restart gives the same. */
  #fractions = 0;

  constructor(entries: readonly Entry[]) {
    this.#entries = [...entries];
    for (const [, , value] of entries) this.#count(value, 1);
  }

  #count(value: number, sign: 1 | -1): void {
    this.#total += sign * value;
    if (!Number.isSafeInteger(value)) this.#fractions += sign;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#count(entry[2], 1);
  }

  /** Lets go what is `length` milliseconds old or older. */
  forget(now: Instant, length: number): void {
    for (let next = this.#entries[this.#from]; next !== undefined;) {
      if (now - next[1] < length) break;
      this.#count(next[2], -1);
      this.#from += 1;
      next = this.#entries[this.#from];
    }
    if (this.#from > 64 && this.#from * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#from);
      this.#from = 0;
    }
  }

  get size(): number {
    return this.#entries.length - this.#from;
  }

  get total(): number {
    if (this.#fractions === 0) return this.#total;
    let total = 0;
    for (let at = this.#from; at < this.#entries.length; at += 1) total += this.#entries[at]![2];
    return total;
  }

  get entries(): readonly Entry[] {
    return this.#entries.slice(this.#from);
  }
}

/** Counts or adds up over a sliding window, open at its old end. An alert never empties it. */
export const watchWindow = (policy: ThresholdPolicy | SumPolicy, saved?: Json): Watcher => {
  const length = policy.windowSec * 1000;
  const windows = new Map<string, Window>();
  for (const [key, entries] of pairsOf<readonly Entry[]>(saved)) {
    windows.set(key, new Window(entries));
  }
  const valueOf = (event: object): number => {
    const value = policy.type === "sum" ? memberOf(event, policy.field) : 0;
    return typeof value === "number" && Number.isFinite(value) ? value : 0;
  };
  return {
    handle: (event, at) => {
      if (!isMatch(policy.match ?? {}, event)) return undefined;
      const key = (policy.groupBy ?? []).map((name) => memberOf(event, name));
      const text = keyText(key);
      const window = windows.get(text) ?? new Window([]);
      windows.set(text, window);
      window.forget(at, length);
      window.push([event.seq, at, valueOf(event)]);
      const reached = policy.type === "sum" ? window.total : window.size;
      if (reached < policy.limit) return undefined;
      return { key, evidence: () => window.entries.map(([seq]) => seq) };
    },
    save: (now) =>
      [...windows].flatMap(([key, window]) => {
        window.forget(now, length);
        return window.size === 0 ? [] : [[key, window.entries]];
      }),
  };
};
