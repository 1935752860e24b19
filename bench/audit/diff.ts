// Diffs against fast-json-patch, microdiff and jsondiffpatch: the same documents, all taking turns. The minimum of the
// turns decides, since other work on the machine only ever adds to it; the median tells how steady it was.
import { diff, type DiffType, type FieldCatalogue } from "@ennead/core/audit";
import type { Json, JsonObject } from "@ennead/core/kernel";
import fastJsonPatch from "fast-json-patch";
import { create } from "jsondiffpatch";
import microdiffModule from "microdiff";

const turns = 41;

type Compare = (before: JsonObject, after: JsonObject) => number;

// The package is CommonJS in part: some resolutions give its namespace.
const microdiff = (
  typeof microdiffModule === "function"
    ? microdiffModule
    : (microdiffModule as unknown as { default: typeof microdiffModule }).default
) as (before: object, after: object) => readonly unknown[];

const jsondiffpatch = create({
  objectHash: (item: object) => String((item as { id: unknown }).id),
});

/** Leaves of a delta of jsondiffpatch: its arrays, one for each operation. */
const operationsOf = (delta: unknown): number => {
  if (Array.isArray(delta)) return 1;
  if (typeof delta !== "object" || delta === null) return 0;
  let count = 0;
  for (const [key, inner] of Object.entries(delta)) if (key !== "_t") count += operationsOf(inner);
  return count;
};

const peers: Readonly<Record<string, Compare>> = {
  "fast-json-patch": (before, after) => fastJsonPatch.compare(before, after).length,
  microdiff: (before, after) => microdiff(before, after).length,
  jsondiffpatch: (before, after) => operationsOf(jsondiffpatch.diff(before, after)),
};

/** Field types in turn, as records of a CRM have them, and a value of each. */
const kinds: readonly (readonly [DiffType, (at: number) => Json])[] = [
  ["text", (at) => `Customer ${at} of the north`],
  ["decimal", (at) => `${at * 13}.50`],
  ["select", (at) => ["Proposal", "Won", "Lost"][at % 3] ?? ""],
  ["date", (at) => `2026-01-${String((at % 28) + 1).padStart(2, "0")}`],
  ["boolean", (at) => at % 2 === 0],
  ["reference", (at) => `0190d3c0-0000-7000-8000-${String(at).padStart(12, "0")}`],
  ["integer", (at) => at * 7],
  ["datetime", (at) => `2026-01-02T10:00:${String(at % 60).padStart(2, "0")}Z`],
];

const names = Array.from({ length: 30 }, (_, at) => `field_${at}`);
const recordFields: FieldCatalogue = Object.fromEntries(
  names.map((name, at) => [name, { type: kinds[at % kinds.length]?.[0] ?? "text" }]),
);
const recordOf = (salt: (at: number) => number): JsonObject =>
  Object.fromEntries(
    names.map((name, at) => [name, kinds[at % kinds.length]?.[1](salt(at)) ?? null]),
  );

/** Ten branches of ten branches of ten leaves: 1,111 values. Each hundredth leaf differs by `version`. */
const documentOf = (version: number): JsonObject => {
  let leaf = 0;
  const branch = (level: number): Json => {
    if (level === 3) {
      leaf += 1;
      return leaf % 100 === 0 ? `leaf ${leaf} of version ${version}` : `leaf ${leaf}`;
    }
    return Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`k${at}`, branch(level + 1)]));
  };
  return { document: branch(0) };
};

const items = (count: number): readonly JsonObject[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `line-${at}`,
    product: `Product ${at}`,
    quantity: at + 1,
    price: `${at}.90`,
  }));

const line = { type: "text" } as const;
const lines: FieldCatalogue = {
  lines: {
    type: "keyed",
    key: "id",
    ordered: true,
    fields: { id: line, product: line, quantity: { type: "integer" }, price: { type: "decimal" } },
  },
};

interface Scene {
  readonly name: string;
  readonly fields: FieldCatalogue;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly repeats: number;
}

const inserted: JsonObject = { id: "new", product: "New", quantity: 1, price: "1.00" };

const scenes: readonly Scene[] = [
  {
    name: "record of 30 fields, 3 changed",
    fields: recordFields,
    before: recordOf((at) => at),
    after: recordOf((at) => (at === 3 || at === 14 || at === 24 ? at + 1 : at)),
    repeats: 2_000,
  },
  {
    name: "document of 1,111 values, 10 changed",
    fields: { document: { type: "json" } },
    before: documentOf(1),
    after: documentOf(2),
    repeats: 60,
  },
  {
    name: "100 keyed items, one put first",
    fields: lines,
    before: { lines: items(100) },
    after: { lines: [inserted, ...items(100)] },
    repeats: 60,
  },
];

/** A copy without shared parts, as two reads of a database give them. */
const reread = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const measure = ({ name, fields, before, after, repeats }: Scene): void => {
  const ours: Compare = (one, other) => diff(fields, one, other).changes.length;
  const runs = Object.entries({ "@ennead/core": ours, ...peers }).map(([who, compare]) => ({
    who,
    compare,
    times: [] as number[],
    operations: compare(before, after),
  }));
  const [one, other] = [reread(before), reread(after)];
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { compare, times } of runs) {
      const began = performance.now();
      for (let at = 0; at < repeats; at += 1) compare(one, other);
      times.push(((performance.now() - began) * 1_000) / repeats);
    }
  }
  const base = Math.min(...(runs[0]?.times ?? []));
  console.log(name);
  for (const { who, times, operations } of runs) {
    const best = Math.min(...times);
    console.log(
      `  ${who.padEnd(16)} ${best.toFixed(2).padStart(9)} µs (median ${median(times).toFixed(2)})  ours takes ${(base / best).toFixed(2)} of it  ${operations} operations`,
    );
  }
};

export const benchDiff = (): void => {
  for (const scene of scenes) measure(scene);
};
