/** A set of pairs (group, code): a bit for each pair there could be. */
export class PairSet {
  readonly #codes: number;
  readonly #bits: Uint32Array;

  constructor(groups: number, codes: number) {
    this.#codes = Math.max(1, codes);
    this.#bits = new Uint32Array((groups * this.#codes + 31) >>> 5);
  }

  /** Whether the bits of that many pairs stay in the second cache; where not, rows are sorted instead. */
  static fits(groups: number, codes: number): boolean {
    return groups * codes <= 2 ** 22;
  }

  /** Adds a pair; whether it was new. */
  add(group: number, code: number): boolean {
    const pair = group * this.#codes + code;
    const bits = this.#bits;
    const at = pair >>> 5;
    const bit = 1 << (pair & 31);
    if ((bits[at]! & bit) !== 0) return false;
    bits[at]! |= bit;
    return true;
  }

  each(visit: (group: number, code: number) => void): void {
    const codes = this.#codes;
    for (const [at, word] of this.#bits.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        const pair = at * 32 + 31 - Math.clz32(rest & -rest);
        visit(Math.floor(pair / codes), pair % codes);
      }
    }
  }
}
