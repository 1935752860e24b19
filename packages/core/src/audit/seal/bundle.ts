import type { Json } from "../../kernel/index.ts";
import type { OpenValue } from "./commitment.ts";
import { toHex } from "./hex.ts";
import type { Proof } from "./proof.ts";
import type { Segment } from "./seal-segment.ts";

/** What the first line of a bundle says. */
export interface BundleHeader {
  /** `log`: all events from the first one. `selection`: some events, each with its proof of inclusion. */
  readonly kind: "log" | "selection";
  readonly origin: string;
  /** The checkpoint that everything is checked against, as it was signed. */
  readonly checkpoint: string;
  /**
   * Keys of the log as `formatNoteKey` writes them: a help for people. A verifier trusts the keys it was given elsewhere.
   */
  readonly keys: readonly string[];
  /** Filter, time, actor of an export: said by whoever wrote the bundle, proved by nothing. */
  readonly about?: Json;
}

/** A part of a bundle, which is one line of it. */
export type BundlePart =
  | ({ readonly part: "header" } & BundleHeader)
  /** Before the first event of the segment. Segments follow each other without an event between them. */
  | ({ readonly part: "segment" } & Segment)
  /** `event` is the canonical text (`eventText`). */
  | {
      readonly part: "event";
      readonly seq: number;
      readonly leaf: Uint8Array;
      readonly event: string;
    }
  /** After the event that holds the commitment. An erased value has no line. */
  | ({ readonly part: "value"; readonly seq: number } & OpenValue)
  /** After each sealed event of a selection, and after its values. */
  | { readonly part: "proof"; readonly seq: number; readonly proof: Proof }
  /** In the place of events that retention dropped: the roots of complete subtrees, in order. */
  | {
      readonly part: "dropped";
      readonly nodes: readonly { readonly level: number; readonly hash: Uint8Array }[];
    }
  /** An earlier checkpoint, after its last event: says more exactly where a log was written anew. */
  | { readonly part: "checkpoint"; readonly checkpoint: string }
  /** The last line; `events` is how many lines of events there are. */
  | { readonly part: "end"; readonly events: number };

/** What the header names as the form of a bundle. */
export const bundleForm = "ennead-audit/1";

/**
 * A part as its line of the bundle, with the line feed. Events and values stand in it as they were hashed, so a verifier
 * hashes bytes of the file and needs to understand nothing.
 */
export const bundleLine = (part: BundlePart): string => {
  switch (part.part) {
    case "header": {
      const { kind, origin, checkpoint, keys, about } = part;
      return `${JSON.stringify({ bundle: bundleForm, kind, origin, checkpoint, keys, about })}\n`;
    }
    case "segment":
      return `{"segment":{"from":${part.from},"to":${part.to},"root":"${toHex(part.root)}"}}\n`;
    case "event":
      return `{"seq":${part.seq},"leaf":"${toHex(part.leaf)}","event":${part.event}}\n`;
    case "value":
      return `{"of":${part.seq},"commitment":"${part.commitment}","salt":"${part.salt}","value":${part.value}}\n`;
    case "proof":
      return `${JSON.stringify({ proves: part.seq, proof: part.proof.map(toHex) })}\n`;
    case "dropped": {
      const nodes = part.nodes.map(({ level, hash }) => [level, toHex(hash)]);
      return `${JSON.stringify({ dropped: nodes })}\n`;
    }
    case "checkpoint":
      return `${JSON.stringify({ checkpoint: part.checkpoint })}\n`;
    case "end":
      return `{"end":${part.events}}\n`;
    default:
      return part satisfies never;
  }
};

/** The lines of a bundle. Nothing is checked: whoever writes one has it verified. */
export async function* writeBundle(
  parts: AsyncIterable<BundlePart> | Iterable<BundlePart>,
): AsyncGenerator<string, void, undefined> {
  for await (const part of parts) yield bundleLine(part);
}
