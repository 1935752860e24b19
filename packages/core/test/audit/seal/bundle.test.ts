import {
  bundleLine,
  eventText,
  inclusionPlan,
  nodesOfPlan,
  openValues,
  proofOf,
  signCheckpoint,
  verifyBundle,
  writeBundle,
  type BundleFault,
  type BundlePart,
  type SoundBundle,
} from "@ennead/core/audit/seal";
import { unwrap, type Json, type Result } from "@ennead/core/kernel";
import { beforeAll, describe, expect, test } from "vitest";

import {
  bytesOf,
  keyPair,
  origin,
  partsOf,
  storedLog,
  type Keys,
  type StoredLog,
} from "./stored-log.ts";

let keys: Keys;
let log: StoredLog;
let parts: readonly BundlePart[];

beforeAll(async () => {
  keys = await keyPair(origin, "Ed25519");
  log = await storedLog(37, { signer: keys.signer });
  parts = partsOf(log);
});

const verify = (
  from: readonly BundlePart[] | Uint8Array,
): Promise<Result<SoundBundle, BundleFault>> =>
  verifyBundle([from instanceof Uint8Array ? from : bytesOf(from)], {
    origin,
    keys: [keys.verifier],
  });

const faultOf = async (from: readonly BundlePart[] | Uint8Array): Promise<unknown> => {
  const found = await verify(from);
  return found.ok ? "sound" : found.error;
};

const selectionOf = (...chosen: readonly number[]): readonly BundlePart[] => {
  const checkpoint = log.checkpoints.at(-1)?.note ?? "";
  const found: BundlePart[] = [{ part: "header", kind: "selection", origin, checkpoint, keys: [] }];
  for (const seq of chosen) {
    const row = log.rows[seq - 1];
    if (row === undefined) throw new Error("There is no such event.");
    const plan = unwrap(inclusionPlan(seq - 1, { start: 0, end: 37 }));
    const proof = unwrap(proofOf((level, index) => log.nodes.get(`${level}/${index}`), plan));
    const event = new TextDecoder().decode(row.text);
    found.push({ part: "event", seq, leaf: row.leaf, event });
    for (const value of log.values.get(seq) ?? []) found.push({ part: "value", seq, ...value });
    found.push({ part: "proof", seq, proof });
  }
  return [...found, { part: "end", events: chosen.length }];
};

const stop = (): never => {
  throw new Error("stopped");
};

const at = (predicate: (part: BundlePart) => boolean): number => parts.findIndex(predicate);
const eventAt = (seq: number): number => at((one) => one.part === "event" && one.seq === seq);

describe("the bundle of a log", () => {
  test("is sound, and says what it holds", async () => {
    expect(unwrap(await verify(parts))).toEqual({
      kind: "log",
      origin,
      signedBy: [keys.signer.id],
      extensions: [],
      size: 37,
      unsealed: 0,
      dropped: [],
      events: 37,
      values: 37,
    });
  });

  test("may come in pieces of any size, and tells how far it is", async () => {
    const bytes = bytesOf(parts);
    for (const width of [1, 7, 100, 4096]) {
      const seen: number[] = [];
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let from = 0; from < bytes.length; from += width) {
          yield bytes.slice(from, from + width);
        }
      }
      const onProgress = ({ bytes: read }: { bytes: number }): void => void seen.push(read);
      const options = { origin, keys: [keys.verifier], onProgress };
      expect((await verifyBundle(pieces(), options)).ok).toBe(true);
      expect(seen.at(-1)).toBe(bytes.length);
      expect(seen.length).toBe(Math.ceil(bytes.length / width));
    }
  });

  test("may be a stream of the platform, which is given up at the first fault", async () => {
    const options = { origin, keys: [keys.verifier] };
    const stream = new Blob([bytesOf(parts)]).stream();
    expect((await verifyBundle(stream, options)).ok).toBe(true);
    let cancelled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array([10])),
      cancel: () => {
        cancelled += 1;
      },
    });
    expect(await verifyBundle(endless, options)).toEqual({
      ok: false,
      error: { reason: "form", line: 1 },
    });
    expect(cancelled).toBe(1);
  });

  test("holds each value once", async () => {
    const where = at((one) => one.part === "value" && one.seq === 5);
    const doubled = parts.toSpliced(where, 0, parts[where] as BundlePart);
    expect(await faultOf(doubled)).toEqual({ reason: "value", seq: 5 });
  });

  test("has its earlier checkpoints where they belong, and each signed", async () => {
    const where = at(({ part }) => part === "checkpoint");
    const late = [...parts.slice(0, -1), parts[where] as BundlePart, ...parts.slice(-1)];
    expect(await faultOf(late)).toMatchObject({ reason: "form" });
    const unsigned: BundlePart = { part: "checkpoint", checkpoint: "none" };
    expect(await faultOf(parts.with(where, unsigned))).toMatchObject({
      reason: "signature",
      fault: { code: "audit/bad-note" },
    });
  });

  test("is left off when who watches it throws", async () => {
    const options = { origin, keys: [keys.verifier], onProgress: stop };
    await expect(verifyBundle([bytesOf(parts)], options)).rejects.toThrow("stopped");
  });

  test("is written line by line", async () => {
    const lines: string[] = [];
    for await (const line of writeBundle(parts)) lines.push(line);
    expect(lines).toEqual(parts.map(bundleLine));
  });

  test("may hold events after its checkpoint, which are not covered by it", async () => {
    const event = { part: "event", seq: 38, leaf: new Uint8Array(32), event: "{}" } as const;
    const longer = [...parts.slice(0, -1), event, { part: "end", events: 38 } as const];
    expect(unwrap(await verify(longer))).toMatchObject({ size: 37, unsealed: 1, events: 38 });
  });

  test("without segments and earlier checkpoints is sound as well", async () => {
    const plain = parts.filter(({ part }) => part !== "segment" && part !== "checkpoint");
    expect((await verify(plain)).ok).toBe(true);
  });
});

describe("erasing a person", () => {
  test("leaves every proof as it is, and nothing of the value", async () => {
    const erased = parts.filter((one) => one.part !== "value" || one.seq !== 5);
    expect(unwrap(await verify(erased)).values).toBe(36);
    const row = log.rows[4];
    const event = JSON.parse(new TextDecoder().decode(row?.text)) as Json;
    const opening = log.values.get(5)?.[0];
    const known = new Map(opening === undefined ? [] : [[opening.commitment, opening]]);
    const opened = JSON.stringify(openValues(event, known));
    expect(opened).toContain(opening?.value);
    expect(opened).not.toContain('$commitment":"' + opening?.commitment);
    expect(openValues(event, new Map())).toEqual(event);
    expect(unwrap(eventText(event as object))).toBe(new TextDecoder().decode(row?.text));
  });

  test("cannot be undone with another value", async () => {
    const where = at((one) => one.part === "value" && one.seq === 5);
    const held = parts[where];
    if (held?.part !== "value") throw new Error("There is no value.");
    const other = log.values.get(6)?.[0];
    const wrong: BundlePart[] = [
      { ...held, value: '"Eve"' },
      { ...held, salt: "00".repeat(16) },
      {
        ...held,
        commitment: other?.commitment ?? "",
        salt: other?.salt ?? "",
        value: other?.value ?? "",
      },
    ];
    for (const one of wrong) {
      expect(await faultOf(parts.with(where, one))).toEqual({ reason: "value", seq: 5 });
    }
  });
});

describe("what retention dropped", () => {
  test("stays in the tree by its roots, and is told", async () => {
    const first = log.segments[0];
    const second = log.segments[1];
    const to = second?.to ?? 0;
    const plan = [{ start: 0, end: to }];
    const nodes = nodesOfPlan(plan).map(({ level, index }) => ({
      level,
      hash: log.nodes.get(`${level}/${index}`) ?? new Uint8Array(),
    }));
    const rest = parts.slice(at((one) => one.part === "segment" && one.from === to + 1));
    const kept = rest.filter((one) => one.part !== "end");
    const events = kept.filter(({ part }) => part === "event").length;
    const header = parts[0] as BundlePart;
    const bundle = [header, { part: "dropped", nodes }, ...kept, { part: "end", events }] as const;
    expect(unwrap(await verify(bundle))).toMatchObject({ events, dropped: [{ from: 1, to }] });
    expect(first?.from).toBe(1);
    const forged = nodes.with(0, { level: nodes[0]?.level ?? 0, hash: new Uint8Array(32) });
    const wrong = [
      header,
      { part: "dropped", nodes: forged },
      ...kept,
      { part: "end", events },
    ] as const;
    expect(await faultOf(wrong)).toMatchObject({ reason: "checkpoint", from: 1 });
  });

  test("cannot be within a segment, nor go beyond the log", async () => {
    const node = { level: 0, hash: log.rows[0]?.leaf ?? new Uint8Array() };
    const dropped = { part: "dropped", nodes: [node] } as const;
    expect(await faultOf(parts.toSpliced(eventAt(1), 1, dropped))).toMatchObject({
      reason: "form",
    });
    const tall = { part: "dropped", nodes: [{ ...node, level: 6 }] } as const;
    expect(await faultOf(parts.toSpliced(1, 0, tall))).toMatchObject({ reason: "form", line: 2 });
  });
});

describe("a selection", () => {
  test("proves each of its events", async () => {
    const found = unwrap(await verify(selectionOf(2, 17, 37)));
    expect(found).toMatchObject({ kind: "selection", size: 37, events: 3, values: 3 });
  });

  test("holds no event twice, changed, unproved or in the place of another", async () => {
    const chosen = selectionOf(2, 17);
    const [, event, , proof] = chosen as readonly [BundlePart, BundlePart, BundlePart, BundlePart];
    if (event.part !== "event" || proof.part !== "proof") throw new Error("unexpected parts");
    expect(await faultOf(selectionOf(2, 2))).toEqual({ reason: "gap", seq: 2 });
    const changed = chosen.with(1, { ...event, event: event.event.replace("acme", "Acme") });
    expect(await faultOf(changed)).toEqual({ reason: "leaf", seq: 2 });
    expect(await faultOf(chosen.toSpliced(3, 1))).toEqual({ reason: "proof", seq: 2 });
    const short = chosen.with(3, { ...proof, proof: proof.proof.slice(1) });
    expect(await faultOf(short)).toEqual({ reason: "proof", seq: 2 });
    const moved = chosen.filter(({ part }) => part !== "value").with(1, { ...event, seq: 3 });
    expect(await faultOf(moved.with(2, { ...proof, seq: 3 }))).toEqual({ reason: "proof", seq: 3 });
  });
});

describe("a bundle that was changed", () => {
  test("names the first bad event", async () => {
    const seventh = parts[eventAt(7)];
    if (seventh?.part !== "event") throw new Error("There is no event.");
    const changed = parts.with(eventAt(7), { ...seventh, event: `${seventh.event} ` });
    expect(await faultOf(changed)).toEqual({ reason: "leaf", seq: 7 });
    const without = parts.filter((one) => !("seq" in one) || one.seq !== 7);
    expect(await faultOf(without)).toEqual({ reason: "gap", seq: 7 });
    expect(await faultOf(parts.slice(0, eventAt(30)))).toEqual({ reason: "truncated", seq: 30 });
  });

  test("without an end was cut, also after its last sealed event", async () => {
    expect(await faultOf(parts.slice(0, -1))).toEqual({ reason: "cut", events: 37 });
    expect(await faultOf(bytesOf(parts).slice(0, -1))).toEqual({ reason: "cut", events: 37 });
    expect(await faultOf([...parts.slice(0, -1), { part: "end", events: 38 }])).toEqual({
      reason: "cut",
      events: 37,
    });
  });

  test("is believed only by a trusted key of its log", async () => {
    const stranger = await keyPair(origin, "Ed25519");
    const last = log.checkpoints.at(-1);
    const said = { origin, size: 37n, root: last?.root ?? new Uint8Array(), extensions: [] };
    const checkpoint = unwrap(await signCheckpoint(said, [stranger.signer]));
    const header: BundlePart = { part: "header", kind: "log", origin, checkpoint, keys: [] };
    expect(await faultOf(parts.with(0, header))).toMatchObject({
      reason: "signature",
      line: 1,
      fault: { code: "audit/unsigned-checkpoint" },
    });
    const options = { origin: "audit.example.com/other", keys: [keys.verifier] };
    expect(await verifyBundle([bytesOf(parts)], options)).toMatchObject({
      error: { reason: "signature", fault: { code: "audit/bad-checkpoint" } },
    });
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "hello\n"],
    ["an object", "{}\n"],
    ["a byte order mark", "\ufeff{}\n"],
    ["a member twice", '{"end":1,"end":1}\n'],
    ["deep nesting", `${"[".repeat(100_000)}\n`],
    ["another form", '{"bundle":"other/1"}\n'],
  ])("is no bundle: %s", async (_, text) => {
    expect(await faultOf(new TextEncoder().encode(text))).toMatchObject({ reason: "form" });
  });

  test("may not go on after its end", async () => {
    expect(await faultOf([...parts, { part: "end", events: 37 }])).toMatchObject({
      reason: "form",
    });
  });
});
