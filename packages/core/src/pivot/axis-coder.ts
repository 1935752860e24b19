import { memberCodes } from "./keys.ts";
import type { Level } from "./level.ts";
import { NumberIndex } from "./number-index.ts";

/**
 * One number for the members of a row on one axis, a mixed radix of their positions. Where that would leave the exact
 * integers, the outer levels are first numbered in order of arrival.
 */
export class AxisCoder {
  readonly levels: readonly Level[];
  /** How many keys there can be; Infinity where outer levels are numbered. */
  readonly product: number;
  readonly #outer: readonly (NumberIndex | undefined)[];

  constructor(levels: readonly Level[], rows: number) {
    this.levels = levels;
    let reach = 1;
    this.#outer = levels.map((level) => {
      const fits = reach * level.cardinality <= Number.MAX_SAFE_INTEGER;
      reach = (fits ? reach : Math.max(1, rows)) * level.cardinality;
      return fits ? undefined : new NumberIndex(1024);
    });
    this.product = this.#outer.some((outer) => outer !== undefined)
      ? Number.POSITIVE_INFINITY
      : reach;
  }

  /** Writes the keys of rows `base .. base + n`, or of those that `rows` lists. */
  fillKeys(
    keys: Float64Array,
    scratch: Int32Array,
    n: number,
    base: number,
    rows: Int32Array | undefined,
  ): void {
    keys.fill(0, 0, n);
    for (const [at, level] of this.levels.entries()) {
      memberCodes(level, scratch, n, base, rows);
      const outer = this.#outer[at];
      if (outer !== undefined) for (let j = 0; j < n; j += 1) keys[j] = outer.add(keys[j]!);
      const { cardinality } = level;
      for (let j = 0; j < n; j += 1) keys[j] = keys[j]! * cardinality + scratch[j]!;
    }
  }

  /** The member positions of keys: one array per level, in the order of the keys. */
  decode(keys: Float64Array): Int32Array[] {
    const members = this.levels.map(() => new Int32Array(keys.length));
    const rest = keys.slice();
    for (let at = this.levels.length - 1; at >= 0; at -= 1) {
      const cardinality = this.levels[at]?.cardinality ?? 1;
      const outer = this.#outer[at];
      const level = members[at]!;
      for (let leaf = 0; leaf < rest.length; leaf += 1) {
        const key = rest[leaf]!;
        const above = Math.floor(key / cardinality);
        level[leaf] = key - above * cardinality;
        rest[leaf] = outer === undefined ? above : outer.key(above);
      }
    }
    return members;
  }
}
