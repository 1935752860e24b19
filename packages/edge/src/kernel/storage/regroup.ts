import type { Pieces } from "./storage.ts";

/** The same bytes in pieces of exactly this length, but for the last. Holds one piece at a time. */
export async function* regroup(
  pieces: Pieces,
  length: number,
): AsyncGenerator<Uint8Array, void, void> {
  let [group, filled] = [new Uint8Array(length), 0];
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length;) {
      const taken = piece.subarray(from, from + length - filled);
      group.set(taken, filled);
      [from, filled] = [from + taken.length, filled + taken.length];
      if (filled < length) continue;
      yield group;
      [group, filled] = [new Uint8Array(length), 0];
    }
  }
  if (filled > 0) yield group.subarray(0, filled);
}
