/**
 * The positions of numbers in ascending order, equal ones as they come: a radix sort of their bits, a byte at a time,
 * leaving out the bytes that all have in common. Costs the numbers, not their comparisons.
 */
export const numberOrder = (numbers: Float64Array): Int32Array => {
  const n = numbers.length;
  // Adding zero turns -0 into 0: they are equal.
  const keys = new Uint32Array(numbers.map((number) => number + 0).buffer);
  for (let at = 0; at < n; at += 1) {
    // Bits of doubles ascend with their values once the sign is turned round, and all bits of negative ones.
    const high = keys[2 * at + 1]!;
    if (high >>> 31 === 1) {
      keys[2 * at] = ~keys[2 * at]!;
      keys[2 * at + 1] = ~high;
    } else keys[2 * at + 1] = high ^ 0x80000000;
  }
  let order = Int32Array.from({ length: n }, (_, at) => at);
  let next = new Int32Array(n);
  const places = new Int32Array(257);
  for (let byte = 0; byte < 8; byte += 1) {
    const [word, shift] = [byte >> 2, (byte & 3) * 8];
    places.fill(0);
    for (let at = 0; at < n; at += 1) places[((keys[2 * at + word]! >>> shift) & 255) + 1]! += 1;
    if (places.includes(n)) continue;
    for (let digit = 1; digit < 257; digit += 1) places[digit]! += places[digit - 1]!;
    for (let at = 0; at < n; at += 1) {
      const digit = (keys[2 * order[at]! + word]! >>> shift) & 255;
      next[places[digit]!] = order[at]!;
      places[digit]! += 1;
    }
    [order, next] = [next, order];
  }
  return order;
};
