/**
 * Gives distinct doubles the numbers 0, 1, 2, … in order of arrival: open addressing with linear probing, at most half
 * full. Keys are compared by value; the caller turns -0 into 0 and keeps NaN out.
 */
export class NumberIndex {
  size = 0;
  #mask: number;
  #slots: Int32Array;
  #keys: Float64Array;
  readonly #word = new Float64Array(1);
  readonly #halves = new Int32Array(this.#word.buffer);

  constructor(expected: number) {
    let capacity = 64;
    while (capacity < expected * 2) capacity *= 2;
    this.#mask = capacity - 1;
    this.#slots = new Int32Array(capacity).fill(-1);
    this.#keys = new Float64Array(capacity >> 1);
  }

  #place(key: number): number {
    this.#word[0] = key;
    const halves = this.#halves;
    let hash = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 13;
    const [slots, keys, mask] = [this.#slots, this.#keys, this.#mask];
    let at = hash & mask;
    for (;;) {
      const found = slots[at]!;
      if (found < 0 || keys[found] === key) return at;
      at = (at + 1) & mask;
    }
  }

  /** The number of the key, new if it was not seen. */
  add(key: number): number {
    const at = this.#place(key);
    const found = this.#slots[at]!;
    if (found >= 0) return found;
    const number = this.size;
    this.#slots[at] = number;
    this.#keys[number] = key;
    this.size += 1;
    if (this.size === this.#keys.length) this.#grow();
    return number;
  }

  /** The number of the key, -1 if it was not seen. */
  get(key: number): number {
    return this.#slots[this.#place(key)]!;
  }

  /** The key that has a number. */
  key(number: number): number {
    return this.#keys[number]!;
  }

  /** All keys by number. */
  keys(): Float64Array {
    return this.#keys.slice(0, this.size);
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#mask = this.#mask * 2 + 1;
    this.#slots = new Int32Array(this.#mask + 1).fill(-1);
    for (let number = 0; number < this.size; number += 1) {
      this.#slots[this.#place(keys[number]!)] = number;
    }
  }
}
