/** Up to here inserting one by one is faster than counting digits. */
const few = 24;

/** How many places values may be moved for low words that are out of order, before they are sorted by these first. */
const movesEach = 4;

/** One stable counting pass by eight bits of each key's word (0 low, 1 high); answers whether anything could move. */
const byDigit = (
  keys: Uint32Array,
  word: number,
  shift: number,
  order: Int32Array,
  next: Int32Array,
  places: Int32Array,
): boolean => {
  const n = order.length;
  places.fill(0);
  for (let at = 0; at < n; at += 1) places[((keys[2 * at + word]! >>> shift) & 255) + 1]! += 1;
  if (places[((keys[word]! >>> shift) & 255) + 1] === n) return false;
  for (let digit = 1; digit < 257; digit += 1) places[digit]! += places[digit - 1]!;
  for (let at = 0; at < n; at += 1) {
    const from = order[at]!;
    const digit = (keys[2 * from + word]! >>> shift) & 255;
    next[places[digit]!] = from;
    places[digit]! += 1;
  }
  return true;
};

/** Moves each key to before those that are larger, by insertion; false once that has taken more than `most` moves. */
const insert = (keys: Uint32Array, order: Int32Array, most: number): boolean => {
  let moves = 0;
  for (let at = 1; at < order.length; at += 1) {
    const own = order[at]!;
    const [low, high] = [keys[2 * own]!, keys[2 * own + 1]!];
    let to = at;
    for (; to > 0; to -= 1) {
      const other = order[to - 1]!;
      const above = keys[2 * other + 1]!;
      if (above < high || (above === high && keys[2 * other]! <= low)) break;
      order[to] = other;
    }
    order[to] = own;
    moves += at - to;
    if (moves > most) return false;
  }
  return true;
};

/**
 * The positions of numbers in ascending order, equal ones as they come: a radix sort of their bits, a byte at a time,
 * leaving out the bytes that all have in common. The high halves tell nearly all numbers apart, so the low ones are
 * sorted only where many have an equal high half. Costs the numbers, not their comparisons.
 */
export const numberOrder = (numbers: Float64Array): Int32Array => {
  const n = numbers.length;
  const bits = new Float64Array(n);
  // Adding zero turns -0 into 0: they are equal.
  for (let at = 0; at < n; at += 1) bits[at] = numbers[at]! + 0;
  const keys = new Uint32Array(bits.buffer);
  let order = new Int32Array(n);
  for (let at = 0; at < n; at += 1) {
    order[at] = at;
    // Bits of doubles ascend with their values once the sign is turned round, and all bits of negative ones.
    const high = keys[2 * at + 1]!;
    if (high >>> 31 === 1) {
      keys[2 * at] = ~keys[2 * at]!;
      keys[2 * at + 1] = ~high;
    } else keys[2 * at + 1] = high ^ 0x80000000;
  }
  if (n <= few) {
    insert(keys, order, Number.POSITIVE_INFINITY);
    return order;
  }
  let next = new Int32Array(n);
  const places = new Int32Array(257);
  const byWord = (word: number): void => {
    for (let shift = 0; shift < 32; shift += 8) {
      if (byDigit(keys, word, shift, order, next, places)) [order, next] = [next, order];
    }
  };
  byWord(1);
  if (insert(keys, order, movesEach * n)) return order;
  // Equal numbers must come as they were given, which the insertion that gave up has kept.
  byWord(0);
  byWord(1);
  return order;
};
