import type { Result } from "../../kernel/index.ts";
import { leafOfText } from "./event-text.ts";
import { Frontier, type FrontierState } from "./frontier.ts";
import { sha256, type Sha256 } from "./hash.ts";

/** Events `from` to `to`, counted from 1, and the root over them alone. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly root: Uint8Array;
}

/** What sealing some more events gives to be stored. */
export interface Sealed {
  /** The leaves of the events, in order. */
  readonly leaves: readonly Uint8Array[];
  /** All nodes that are complete now and were not before, leaves among them: about two for each event. */
  readonly nodes: readonly {
    readonly level: number;
    readonly index: number;
    readonly hash: Uint8Array;
  }[];
  readonly segment: Segment;
  /** Of the whole log, for its checkpoint. */
  readonly size: number;
  readonly root: Uint8Array;
  /** What the next sealing starts from. */
  readonly state: FrontierState;
}

/**
 * Puts the next events of a log into its tree, by their canonical texts in order of `seq`. The same events give the same
 * answer, so a run that was broken off is simply done again. Fault audit/bad-frontier as `Frontier.restore`.
 */
export const sealSegment = (
  state: FrontierState,
  texts: Iterable<string>,
  hash: Sha256 = sha256,
): Result<Sealed> => {
  const restored = Frontier.restore(state, hash);
  if (!restored.ok) return restored;
  const frontier = restored.value;
  const own = new Frontier(hash);
  const leaves: Uint8Array[] = [];
  const nodes: Sealed["nodes"][number][] = [];
  for (const text of texts) {
    const leaf = leafOfText(text, hash);
    leaves.push(leaf);
    own.append(leaf);
    frontier.append(leaf, (level, index, node) => nodes.push({ level, index, hash: node }));
  }
  const [root, { size }] = [frontier.root(), frontier];
  const segment = { from: state.size + 1, to: size, root: own.root() };
  return { ok: true, value: { leaves, nodes, segment, size, root, state: frontier.state() } };
};
