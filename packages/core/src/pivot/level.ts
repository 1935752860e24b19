import type { Codes } from "./codes.ts";
import { ranksOf, type Coding } from "./coding.ts";
import type { Member } from "./result.ts";

/**
 * One level of an axis over the rows of a data set: the member of a row is `map[codes[row]]` (or the code itself without
 * a map), and `size` where `validity` calls the row missing.
 */
export interface Level {
  readonly name: string;
  readonly codes: Codes;
  readonly map: Int32Array | undefined;
  readonly validity: Uint8Array | undefined;
  /** Members, neither the empty one nor Others counted: the empty member's position is `size`, that of Others `size + 1`. */
  readonly size: number;
  /** Members with the empty one where rows can be missing; at least 1. */
  readonly cardinality: number;
  /** The members where they are a list already. */
  readonly dict?: readonly Member[];
  readonly member: (index: number) => Member;
  /** Ascending label order of two members, neither the empty one. */
  readonly compare: (a: number, b: number) => number;
  /** The place of each member in that order, where it is kept. */
  readonly ranks?: () => Float64Array;
}

const cardinality = (size: number, validity: Uint8Array | undefined): number =>
  Math.max(1, validity === undefined ? size : size + 1);

/** The level whose members are the values of the column themselves. */
export const plainLevel = (name: string, coding: Coding): Level => ({
  name,
  codes: coding.codes,
  map: undefined,
  validity: coding.validity,
  size: coding.size,
  cardinality: cardinality(coding.size, coding.validity),
  ...(coding.dict === undefined ? {} : { dict: coding.dict }),
  member: coding.member,
  compare: coding.compare,
  ranks: () => ranksOf(coding),
});

/** The level with a member for each row given one by one, where some are Others. */
export const withOthers = (level: Level, members: Int32Array): Level => ({
  ...level,
  codes: members,
  map: undefined,
  validity: undefined,
  cardinality: level.size + 2,
});

/** What a bucket makes of distinct values: `key` tells groups apart and orders them, `label` names a value's group. */
export interface Grouping {
  readonly key: (code: number) => number | bigint;
  readonly label: (code: number) => Member;
}

/** Groups of a coding's values, numbered in label order; the group of a value is `map[code]`. */
export interface Groups {
  readonly map: Int32Array;
  readonly labels: readonly Member[];
}

/** Finds the groups of all distinct values. A grouping runs once per distinct value, never per row. */
export const groupCodes = (coding: Coding, { key, label }: Grouping): Groups => {
  const arrivals = new Map<number | bigint, number>();
  const firstCodes: number[] = [];
  const map = new Int32Array(coding.size);
  for (let code = 0; code < coding.size; code += 1) {
    const group = key(code);
    let arrival = arrivals.get(group);
    if (arrival === undefined) {
      arrival = firstCodes.push(code) - 1;
      arrivals.set(group, arrival);
    }
    map[code] = arrival;
  }
  const ascending = [...arrivals].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const place = new Int32Array(ascending.length);
  ascending.forEach(([, arrival], at) => (place[arrival] = at));
  for (let code = 0; code < coding.size; code += 1) map[code] = place[map[code]!]!;
  return { map, labels: ascending.map(([, arrival]) => label(firstCodes[arrival] ?? 0)) };
};

/** The level whose members are groups of values. */
export const groupedLevel = (name: string, coding: Coding, { map, labels }: Groups): Level => ({
  name,
  codes: coding.codes,
  map,
  validity: coding.validity,
  size: labels.length,
  cardinality: cardinality(labels.length, coding.validity),
  member: (index) => labels[index] ?? null,
  compare: (a, b) => a - b,
});
