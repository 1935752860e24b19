import type { AxisCoder } from "./axis-coder.ts";
import type { Axis } from "./axis.ts";
import { chunkRows } from "./chunk.ts";
import { NumberIndex } from "./number-index.ts";
import { eachChunk } from "./scan-lane.ts";

/** Numbers keys below `most` in order of arrival, by a table of them all instead of a hash. */
class KeyTable {
  size = 0;
  readonly #numbers: Int32Array;
  readonly #keys: Float64Array;

  constructor(most: number) {
    this.#numbers = new Int32Array(most).fill(-1);
    this.#keys = new Float64Array(most);
  }

  add(key: number): number {
    const found = this.#numbers[key]!;
    if (found >= 0) return found;
    this.#numbers[key] = this.size;
    this.#keys[this.size] = key;
    this.size += 1;
    return this.size - 1;
  }

  keys(): Float64Array {
    return this.#keys.slice(0, this.size);
  }
}

/** For each row its leaf node on an axis; -1 for rows that are not selected. Costs one look-up a row. */
export const rowNodes = (
  coder: AxisCoder,
  axis: Axis,
  rows: number,
  selected: Uint8Array | undefined,
): Int32Array => {
  const nodes = new Int32Array(rows).fill(-1);
  const isSmall = coder.product <= Math.max(0x10000, rows);
  const index = isSmall ? new KeyTable(coder.product) : new NumberIndex(1024);
  const keys = new Float64Array(chunkRows);
  const scratch = new Int32Array(chunkRows);
  eachChunk(rows, selected, (n, base, listed) => {
    coder.fillKeys(keys, scratch, n, base, listed);
    for (let j = 0; j < n; j += 1) {
      nodes[listed === undefined ? base + j : listed[j]!] = index.add(keys[j]!);
    }
  });
  const children = new Map<number, number>();
  const most = Math.max(1, ...axis.levels.map(({ size }) => size + 2));
  for (let node = 1; node < axis.nodes; node += 1) {
    children.set(axis.parent[node]! * most + axis.member[node]!, node);
  }
  const members = coder.decode(index.keys());
  const leaf = Int32Array.from({ length: index.size }, (_, key) =>
    members.reduce((node, level) => children.get(node * most + level[key]!) ?? -1, 0),
  );
  for (let row = 0; row < rows; row += 1) if (nodes[row]! >= 0) nodes[row] = leaf[nodes[row]!]!;
  return nodes;
};

/** For each node its ancestor at every depth, itself at its own and -1 below: `ancestors[depth][node]`. */
export const ancestorsOf = ({ levels, nodes, parent, depth }: Axis): readonly Int32Array[] => {
  const lines = Array.from({ length: levels.length + 1 }, () => new Int32Array(nodes).fill(-1));
  for (let node = 0; node < nodes; node += 1) {
    for (let up = node; up >= 0; up = parent[up]!) lines[depth[up]!]![node] = up;
  }
  return lines;
};
