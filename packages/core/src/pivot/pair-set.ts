import { NumberIndex } from "./number-index.ts";

/** Bits of a table of all pairs beyond which the pairs are hashed instead. */
const mostBits = 2 ** 28;

/** A set of pairs (group, code): a bit for each possible pair, or a hash where those would be too many. */
export class PairSet {
  readonly #codes: number;
  readonly #bits: Uint32Array | undefined;
  readonly #index: NumberIndex | undefined;

  /** `groups` is Infinity where their number is not known yet. */
  constructor(groups: number, codes: number) {
    this.#codes = Math.max(1, codes);
    const bits = groups * this.#codes;
    if (bits <= mostBits) this.#bits = new Uint32Array((bits + 31) >>> 5);
    else this.#index = new NumberIndex(1024);
  }

  /** Adds a pair; whether it was new. */
  add(group: number, code: number): boolean {
    const pair = group * this.#codes + code;
    const bits = this.#bits;
    if (bits !== undefined) {
      const at = pair >>> 5;
      const bit = 1 << (pair & 31);
      if ((bits[at]! & bit) !== 0) return false;
      bits[at]! |= bit;
      return true;
    }
    const index = this.#index!;
    const before = index.size;
    index.add(pair);
    return index.size > before;
  }

  each(visit: (group: number, code: number) => void): void {
    const codes = this.#codes;
    const visitPair = (pair: number): void => visit(Math.floor(pair / codes), pair % codes);
    if (this.#bits === undefined) {
      for (const pair of this.#index?.keys() ?? []) visitPair(pair);
      return;
    }
    for (const [at, word] of this.#bits.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        visitPair(at * 32 + 31 - Math.clz32(rest & -rest));
      }
    }
  }
}
