// A log as a server stores it: rows, nodes, segments, signed checkpoints, personal values apart.
import {
  bundleLine,
  commitValues,
  eventText,
  Frontier,
  noteSigner,
  noteVerifier,
  sealSegment,
  signCheckpoint,
  type BundlePart,
  type FrontierState,
  type NoteAlgorithm,
  type NoteKey,
  type NoteSigner,
  type NoteVerifier,
  type OpenValue,
  type Segment,
} from "@ennead/core/audit/seal";
import { unwrap, type JsonObject } from "@ennead/core/kernel";

export const origin = "audit.example.com/acme";

export interface Keys {
  readonly key: NoteKey;
  readonly signer: NoteSigner;
  readonly verifier: NoteVerifier;
}

/** A fresh key pair of WebCrypto. */
export const keyPair = async (name: string, algorithm: NoteAlgorithm): Promise<Keys> => {
  const parameters =
    algorithm === "Ed25519" ? { name: algorithm } : { name: algorithm, namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(parameters, true, ["sign", "verify"]);
  if (!("publicKey" in pair)) throw new Error("A pair of keys was asked for.");
  const format = algorithm === "Ed25519" ? "raw" : "spki";
  const publicKey = new Uint8Array(await crypto.subtle.exportKey(format, pair.publicKey));
  const key: NoteKey = { name, algorithm, publicKey };
  return {
    key,
    signer: noteSigner(key, pair.privateKey, crypto.subtle),
    verifier: unwrap(await noteVerifier(key, crypto.subtle)),
  };
};

export interface Row {
  readonly seq: number;
  /** UTF-8 of the canonical text. */
  readonly text: Uint8Array;
  readonly leaf: Uint8Array;
}

export interface StoredLog {
  readonly rows: readonly Row[];
  readonly values: ReadonlyMap<number, readonly OpenValue[]>;
  readonly nodes: ReadonlyMap<string, Uint8Array>;
  readonly segments: readonly Segment[];
  /** One for each segment, in order; the last one is known outside. */
  readonly checkpoints: readonly {
    readonly size: number;
    readonly root: Uint8Array;
    readonly note: string;
  }[];
}

/** A small linear generator: a seed makes the same log and the same attacks. */
export const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
};

const names = ["Ada", "Zoë", "李", 'O\'Neil "x"', '{"$commitment":"no"}'];

const eventOf = (seq: number, random: (below: number) => number): JsonObject => ({
  seq,
  id: `event-${seq}-${random(1e9)}`,
  company: "acme",
  action: ["record.deal.update", "access.user.sign-in", "audit.log.export"][random(3)] ?? "",
  actor: `user-${random(5)}`,
  at: 1_700_000_000_000 + seq,
  outcome: "success",
  reason: null,
  diff: {
    changes: [
      { path: ["name"], op: "set", before: null, after: names[random(names.length)] ?? "" },
      { path: ["amount"], op: "set", before: random(1000), after: `${random(1000)}.00` },
    ],
    dropped: [],
    reversible: true,
  },
});

/** A log of so many events; the name in each is personal. Segments have up to `segment` events. */
export const storedLog = async (
  size: number,
  { seed = 1, segment = 8, signer }: { seed?: number; segment?: number; signer: NoteSigner },
): Promise<StoredLog> => {
  const random = randomFrom(seed);
  const bytes = (count: number): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length: count }, () => random(256));
  const rows: Row[] = [];
  const values = new Map<number, readonly OpenValue[]>();
  const nodes = new Map<string, Uint8Array>();
  const segments: Segment[] = [];
  const checkpoints: { size: number; root: Uint8Array; note: string }[] = [];
  let state: FrontierState = new Frontier().state();
  while (rows.length < size) {
    const count = Math.min(1 + random(segment), size - rows.length);
    const texts = Array.from({ length: count }, (_, at) => {
      const seq = rows.length + at + 1;
      const paths = [["diff", "changes", 0, "after"]];
      const committed = unwrap(commitValues(eventOf(seq, random), paths, bytes));
      values.set(seq, committed.values);
      return unwrap(eventText(committed.event));
    });
    const sealed = unwrap(sealSegment(state, texts));
    for (const [at, text] of texts.entries()) {
      const leaf = sealed.leaves[at] ?? new Uint8Array();
      rows.push({ seq: rows.length + 1, text: new TextEncoder().encode(text), leaf });
    }
    for (const { level, index, hash } of sealed.nodes) nodes.set(`${level}/${index}`, hash);
    segments.push(sealed.segment);
    state = sealed.state;
    const { root } = sealed;
    const said = { origin, size: BigInt(sealed.size), root, extensions: [] };
    checkpoints.push({
      size: sealed.size,
      root,
      note: unwrap(await signCheckpoint(said, [signer])),
    });
  }
  return { rows, values, nodes, segments, checkpoints };
};

/** The parts of the bundle of a whole log: values and earlier checkpoints included. */
export const partsOf = ({
  rows,
  values,
  segments,
  checkpoints,
}: StoredLog): readonly BundlePart[] => {
  const checkpoint = checkpoints.at(-1)?.note ?? "";
  const parts: BundlePart[] = [{ part: "header", kind: "log", origin, checkpoint, keys: [] }];
  let next = 0;
  for (const { seq, text, leaf } of rows) {
    const segment = segments[next];
    if (segment?.from === seq) {
      parts.push({ part: "segment", ...segment });
      next += 1;
    }
    parts.push({ part: "event", seq, leaf, event: new TextDecoder().decode(text) });
    for (const value of values.get(seq) ?? []) parts.push({ part: "value", seq, ...value });
    const held = checkpoints.slice(0, -1).find(({ size }) => size === seq);
    if (held !== undefined) parts.push({ part: "checkpoint", checkpoint: held.note });
  }
  return [...parts, { part: "end", events: rows.length }];
};

export const bytesOf = (parts: readonly BundlePart[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(parts.map(bundleLine).join(""));
