import { childrenOf } from "./reshape.ts";
import type { AxisTree } from "./result.ts";

/** What an axis answers about peers: the nodes that are compared with each other, in display order. */
export class Peers {
  readonly #tree: AxisTree;
  readonly #level: number | undefined;
  readonly #known = new Map<number, readonly (number | undefined)[]>();

  constructor(tree: AxisTree, level: number | undefined) {
    this.#tree = tree;
    this.#level = level;
  }

  /** The node on the path from the total at a depth. */
  #ancestor(node: number, depth: number): number {
    let at = node;
    while ((this.#tree.nodes[at]?.level ?? 0) > depth) at = this.#tree.nodes[at]?.parent ?? 0;
    return at;
  }

  /** Where the members of a node below its ancestor lead from another one. */
  #twin(node: number, depth: number, from: number): number | undefined {
    const { nodes } = this.#tree;
    const level = nodes[node]?.level ?? 0;
    let at = from;
    for (let below = depth + 1; below <= level; below += 1) {
      const wanted = nodes[this.#ancestor(node, below)];
      const child = childrenOf(this.#tree, at).find(
        (one) => one.kind === wanted?.kind && one.path.at(-1) === wanted.path.at(-1),
      );
      if (child === undefined) return undefined;
      at = child.index;
    }
    return at;
  }

  /** The peers of a node with itself among them; none for the total and for nodes above the level. */
  of(node: number): readonly (number | undefined)[] {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const { nodes } = this.#tree;
    const level = nodes[node]?.level ?? 0;
    const depth = this.#level === undefined ? level : this.#level + 1;
    if (level === 0 || level < depth) return [];
    const ancestor = this.#ancestor(node, depth);
    const peers = childrenOf(this.#tree, nodes[ancestor]?.parent ?? 0).map(({ index }) =>
      this.#twin(node, depth, index),
    );
    for (const peer of peers) if (peer !== undefined) this.#known.set(peer, peers);
    return peers;
  }

  /** The peer before a node; undefined where there is none or it is missing. */
  before(node: number): number | undefined {
    const list = this.of(node);
    const place = list.indexOf(node);
    return place < 1 ? undefined : list[place - 1];
  }
}
