import type { Json } from "@ennead/core/kernel";
import type { Dataset } from "@ennead/core/pivot";

/** Answers of runs, least recently used first out. */
export interface ResultCache {
  /** A number for this very dataset, to be part of a key. */
  readonly numberOf: (dataset: Dataset) => number;
  readonly get: (key: string) => Json | undefined;
  readonly put: (key: string, value: Json) => void;
}

/** A cache that holds about `bytes` of JSON; an answer larger than a quarter of it is not kept. */
export const resultCache = (bytes: number): ResultCache => {
  const kept = new Map<string, { readonly value: Json; readonly size: number }>();
  const numbers = new WeakMap<Dataset, number>();
  let [held, last] = [0, 0];
  const drop = (key: string): void => {
    held -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    numberOf: (dataset) => {
      const known = numbers.get(dataset);
      if (known !== undefined) return known;
      last += 1;
      numbers.set(dataset, last);
      return last;
    },
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    put: (key, value) => {
      const size = JSON.stringify(value).length * 2;
      if (size > bytes / 4) return;
      drop(key);
      kept.set(key, { value, size });
      held += size;
      for (const oldest of kept.keys()) {
        if (held <= bytes) break;
        drop(oldest);
      }
    },
  };
};
