// Sealing, proofs and bundles at a million events. Each figure is the best of its turns, the median beside it.
import { createHash } from "node:crypto";

import {
  bundleLine,
  eventText,
  Frontier,
  inclusionPlan,
  noteSigner,
  noteVerifier,
  proofOf,
  sealSegment,
  signCheckpoint,
  verifyBundle,
  verifyInclusion,
  type FrontierState,
  type NodeSource,
  type Sealed,
  type Sha256,
} from "@ennead/core/audit/seal";
import { unwrap, type JsonObject } from "@ennead/core/kernel";

const million = 1_000_000;
const perSegment = 1_000;
const turns = 5;
const origin = "audit.example.com/bench";

const native: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());

const hexOf = (at: number): string => (at * 2_654_435_761).toString(16).padStart(16, "0");

/** An event as the log of an application holds them: three changed fields, one of them a commitment. */
const eventOf = (seq: number): JsonObject => ({
  seq,
  id: `0190d3c0-0000-7000-8000-${String(seq).padStart(12, "0")}`,
  company: "0190d3c0-0000-7000-8000-00000000c0c0",
  at: 1_763_800_000_000 + seq * 37,
  action: "record.deal.update",
  entity: "deal",
  entityId: `0190d3c0-0000-7000-9000-${String(seq % 5000).padStart(12, "0")}`,
  entityLabel: `Renewal ${seq % 5000}`,
  version: 3 + (seq % 40),
  op: "update",
  outcome: "success",
  actor: `0190d3c0-0000-7000-a000-${String(seq % 90).padStart(12, "0")}`,
  actorKind: "user",
  actorLabel: `User ${seq % 90}`,
  onBehalfOf: null,
  requestId: hexOf(seq),
  route: "records.update",
  diff: {
    changes: [
      { path: ["stage"], op: "set", before: "Proposal", after: "Won" },
      { path: ["amount"], op: "set", before: `${seq % 977}.00`, after: `${seq % 991}.50` },
      { path: ["contact"], op: "set", before: null, after: { $commitment: hexOf(seq).repeat(4) } },
    ],
    dropped: [],
    reversible: true,
  },
});

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

const perSecond = (count: number, millis: readonly number[]): string => {
  const rate = (took: number): string => Math.round((count * 1000) / took).toLocaleString("en");
  return `${rate(Math.min(...millis))} events/s (median ${rate(median(millis))})`;
};

const timed = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

const sealAll = (texts: readonly string[], hash?: Sha256): void => {
  let state: FrontierState = { size: 0, hashes: [] };
  for (let from = 0; from < texts.length; from += perSegment) {
    ({ state } = unwrap(sealSegment(state, texts.slice(from, from + perSegment), hash)));
  }
};

const sealing = (): void => {
  const count = 100_000;
  const events = Array.from({ length: count }, (_, at) => eventOf(at + 1));
  const texts = events.map((event) => unwrap(eventText(event)));
  const bytes = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / count);
  const took: Record<string, number[]> = { whole: [], text: [], seal: [], native: [] };
  for (let turn = 0; turn < turns; turn += 1) {
    took["whole"]?.push(timed(() => sealAll(events.map((event) => unwrap(eventText(event))))));
    took["text"]?.push(timed(() => events.forEach((event) => unwrap(eventText(event)))));
    took["seal"]?.push(timed(() => sealAll(texts)));
    took["native"]?.push(timed(() => sealAll(texts, native)));
  }
  console.log(`seal: events of ${bytes} bytes, segments of ${perSegment}`);
  console.log(
    `seal: canonical text, leaf, tree, segment: ${perSecond(count, took["whole"] ?? [])}`,
  );
  console.log(`seal: canonical text alone: ${perSecond(count, took["text"] ?? [])}`);
  console.log(`seal: leaf, tree, segment: ${perSecond(count, took["seal"] ?? [])}`);
  console.log(`seal: the same with node:crypto: ${perSecond(count, took["native"] ?? [])}`);
};

const leafAt = (at: number): Uint8Array => {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, at);
  return bytes;
};

const appending = (): { nodes: NodeSource; root: Uint8Array } => {
  const levels: Uint8Array[][] = [];
  const took: number[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const frontier = new Frontier();
    const bare = timed(() => {
      for (let at = 0; at < million; at += 1) frontier.append(leafAt(at));
    });
    took.push(bare);
  }
  const frontier = new Frontier();
  for (let at = 0; at < million; at += 1) {
    frontier.append(leafAt(at), (level, index, hash) => {
      (levels[level] ??= [])[index] = hash;
    });
  }
  console.log(
    `seal: Frontier.append of ${million.toLocaleString("en")}: ${perSecond(million, took)}`,
  );
  return { nodes: (level, index) => levels[level]?.[index], root: frontier.root() };
};

const proving = (): void => {
  const { nodes, root } = appending();
  const indexes = Array.from({ length: 2_000 }, (_, at) => (at * 7_919) % million);
  const range = { start: 0, end: million };
  const proofs = indexes.map((index) =>
    unwrap(proofOf(nodes, unwrap(inclusionPlan(index, range)))),
  );
  const made: number[] = [];
  const verified: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    made.push(
      timed(() => {
        for (const index of indexes) unwrap(proofOf(nodes, unwrap(inclusionPlan(index, range))));
      }) / indexes.length,
    );
    verified.push(
      timed(() => {
        for (const [at, index] of indexes.entries()) {
          const leaf = nodes(0, index) ?? new Uint8Array();
          const claim = { index: BigInt(index), end: BigInt(million), leaf, root };
          if (!verifyInclusion({ ...claim, proof: proofs[at] ?? [] })) throw new Error("refused");
        }
      }) / indexes.length,
    );
  }
  const most = Math.max(...proofs.map(({ length }) => length));
  console.log(
    `seal: inclusion in ${million.toLocaleString("en")} leaves (${most} hashes at most): proof ${Math.min(...made).toPrecision(2)} ms, verification ${Math.min(...verified).toPrecision(2)} ms`,
  );
};

/** The bundle of a million events in pieces of one segment, made as it is read. */
function* piecesOf(checkpoint: string): Generator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  yield encoder.encode(bundleLine({ part: "header", kind: "log", origin, checkpoint, keys: [] }));
  let state: FrontierState = { size: 0, hashes: [] };
  for (let from = 1; from <= million; from += perSegment) {
    const texts = Array.from({ length: perSegment }, (_, at) =>
      unwrap(eventText(eventOf(from + at))),
    );
    const sealed: Sealed = unwrap(sealSegment(state, texts, native));
    ({ state } = sealed);
    const lines = texts.map((event, at) => {
      const leaf = sealed.leaves[at] ?? new Uint8Array();
      return bundleLine({ part: "event", seq: from + at, leaf, event });
    });
    yield encoder.encode(bundleLine({ part: "segment", ...sealed.segment }) + lines.join(""));
  }
  yield encoder.encode(bundleLine({ part: "end", events: million }));
}

const rootOfAll = (): Uint8Array => {
  const frontier = new Frontier(native);
  for (let seq = 1; seq <= million; seq += 1) {
    frontier.append(native(new TextEncoder().encode(`\u0000${unwrap(eventText(eventOf(seq)))}`)));
  }
  return frontier.root();
};

const bundles = async (): Promise<void> => {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("publicKey" in pair)) throw new Error("A pair of keys was asked for.");
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = { name: origin, algorithm: "Ed25519", publicKey } as const;
  const verifier = unwrap(await noteVerifier(key, crypto.subtle));
  const signer = noteSigner(key, pair.privateKey, crypto.subtle);
  const said = { origin, size: BigInt(million), root: rootOfAll(), extensions: [] };
  const checkpoint = unwrap(await signCheckpoint(said, [signer]));
  let [making, began, bytes, heap, reports] = [0, performance.now(), 0, 0, 0];
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let from = performance.now();
    for (const piece of piecesOf(checkpoint)) {
      making += performance.now() - from;
      bytes += piece.length;
      yield piece;
      from = performance.now();
    }
  }
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  began = performance.now();
  const found = await verifyBundle(pieces(), {
    origin,
    keys: [verifier],
    onProgress: () => {
      reports += 1;
      if (reports % 100 !== 0) return;
      globalThis.gc?.();
      heap = Math.max(heap, process.memoryUsage().heapUsed - before);
    },
  });
  const took = performance.now() - began - making;
  if (!found.ok || found.value.events !== million) throw new Error("The bundle is not sound.");
  const rate = Math.round((million * 1000) / took).toLocaleString("en");
  console.log(
    `seal: bundle of ${million.toLocaleString("en")} events, ${Math.round(bytes / 1e6)} MB: verified in ${(took / 1000).toFixed(1)} s, ${rate} events/s, ${reports} reports, at most ${(heap / 1e6).toFixed(1)} MB of heap live`,
  );
};

/** Sealing, proofs, bundles. */
export const benchSeal = async (): Promise<void> => {
  sealing();
  proving();
  await bundles();
};
