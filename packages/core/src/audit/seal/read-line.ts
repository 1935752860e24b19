import { isObject } from "../../kernel/index.ts";
import { bundleForm, type BundleHeader } from "./bundle.ts";
import { readStrictJson } from "./canonical-text.ts";
import { saltBytes } from "./commitment.ts";
import { hashBytes } from "./hash.ts";
import { fromHex } from "./hex.ts";
import type { Proof } from "./proof.ts";
import type { Segment } from "./seal-segment.ts";
import { fromUtf8, latin1Of } from "./utf8.ts";

/** A line of a bundle as it was read; `event` and `value` are the bytes that were hashed. */
export type ReadLine =
  | {
      readonly part: "event";
      readonly seq: number;
      readonly leaf: Uint8Array;
      readonly event: Uint8Array;
    }
  | {
      readonly part: "value";
      readonly seq: number;
      readonly commitment: string;
      readonly salt: Uint8Array;
      readonly value: Uint8Array;
    }
  | ({ readonly part: "header" } & BundleHeader)
  | ({ readonly part: "segment" } & Segment)
  | { readonly part: "proof"; readonly seq: number; readonly proof: Proof }
  | {
      readonly part: "dropped";
      readonly nodes: readonly { readonly level: number; readonly hash: Uint8Array }[];
    }
  | { readonly part: "checkpoint"; readonly checkpoint: string }
  | { readonly part: "end"; readonly events: number };

// What may stand before the event or the value is at most so long.
const headBytes = 200;

const eventHead = /^\{"seq":([1-9]\d{0,15}),"leaf":"([0-9a-f]{64})","event":/;
const valueHead =
  /^\{"of":([1-9]\d{0,15}),"commitment":"([0-9a-f]{64})","salt":"([0-9a-f]{32})","value":/;

const closing = 0x7d;

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

const hashesOf = (list: unknown): Proof | undefined => {
  if (!Array.isArray(list)) return undefined;
  const hashes = list.map((text: unknown) => fromHex(text, hashBytes));
  return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
};

const headerOf = (line: Readonly<Record<string, unknown>>): ReadLine | undefined => {
  const { bundle, kind, origin, checkpoint, keys, about } = line as Record<
    "bundle" | "kind" | "origin" | "checkpoint" | "keys" | "about",
    unknown
  >;
  if (bundle !== bundleForm || (kind !== "log" && kind !== "selection")) return undefined;
  if (typeof origin !== "string" || typeof checkpoint !== "string") return undefined;
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string")) return undefined;
  const said = about === undefined ? {} : { about: about as NonNullable<BundleHeader["about"]> };
  return { part: "header", kind, origin, checkpoint, keys, ...said };
};

const segmentOf = (segment: unknown): ReadLine | undefined => {
  if (!isObject(segment)) return undefined;
  const { from, to, root: text } = segment as Record<"from" | "to" | "root", unknown>;
  const root = fromHex(text, hashBytes);
  if (!isCount(from) || !isCount(to) || root === undefined) return undefined;
  return { part: "segment", from, to, root };
};

const droppedOf = (list: unknown): ReadLine | undefined => {
  if (!Array.isArray(list)) return undefined;
  const nodes: { level: number; hash: Uint8Array }[] = [];
  for (const pair of list as readonly unknown[]) {
    const [level, text] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const hash = fromHex(text, hashBytes);
    if (!isCount(level) || level > 52 || hash === undefined) return undefined;
    nodes.push({ level, hash });
  }
  return { part: "dropped", nodes };
};

/** The line of another kind than events and values. The first member says which. */
const otherLine = (bytes: Uint8Array): ReadLine | undefined => {
  const text = fromUtf8(bytes);
  const read = text === undefined ? undefined : readStrictJson(text);
  if (read?.ok !== true || !isObject(read.value)) return undefined;
  const line: Readonly<Record<string, unknown>> = read.value;
  switch (Object.keys(line)[0]) {
    case "bundle":
      return headerOf(line);
    case "segment":
      return segmentOf(line["segment"]);
    case "proves": {
      const [seq, proof] = [line["proves"], hashesOf(line["proof"])];
      return isCount(seq) && proof !== undefined ? { part: "proof", seq, proof } : undefined;
    }
    case "dropped":
      return droppedOf(line["dropped"]);
    case "checkpoint": {
      const { checkpoint } = line as { checkpoint: unknown };
      return typeof checkpoint === "string" ? { part: "checkpoint", checkpoint } : undefined;
    }
    case "end": {
      const events = line["end"];
      return isCount(events) ? { part: "end", events } : undefined;
    }
    default:
      return undefined;
  }
};

/** Reads a line of a bundle, without its line feed; undefined for what `bundleLine` never writes. */
export const readLine = (line: Uint8Array): ReadLine | undefined => {
  const head = latin1Of(line.subarray(0, headBytes));
  const event = eventHead.exec(head);
  const match = event ?? valueHead.exec(head);
  if (match === null) return otherLine(line);
  const body = line.subarray(match[0].length, -1);
  const seq = Number(match[1]);
  if (line.at(-1) !== closing || body.length === 0 || !Number.isSafeInteger(seq)) return undefined;
  if (event !== null) {
    const leaf = fromHex(match[2], hashBytes);
    return leaf === undefined ? undefined : { part: "event", seq, leaf, event: body };
  }
  const salt = fromHex(match[3], saltBytes);
  if (salt === undefined) return undefined;
  return { part: "value", seq, commitment: match[2] ?? "", salt, value: body };
};
