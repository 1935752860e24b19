import type { Codes } from "./codes.ts";
import type { Coding } from "./coding.ts";
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
  /** Members, the empty one not counted. */
  readonly size: number;
  /** Members with the empty one where rows can be missing; at least 1. */
  readonly cardinality: number;
  readonly member: (index: number) => Member;
  /** Ascending label order of two members, neither the empty one. */
  readonly compare: (a: number, b: number) => number;
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
  member: coding.member,
  compare: coding.compare,
});

/** What a bucket makes of one distinct value: `key` tells groups apart and orders them, `label` names them. */
export interface Group {
  readonly key: number | bigint;
  readonly label: string;
}

/** The level whose members are groups of values. The bucket runs once per distinct value, never per row. */
export const groupedLevel = (
  name: string,
  coding: Coding,
  groupOf: (code: number) => Group,
): Level => {
  const groups = new Map<number | bigint, { label: string; index: number }>();
  const groupByCode = Array.from({ length: coding.size }, (_, code) => {
    const { key, label } = groupOf(code);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { label, index: -1 }));
    return group;
  });
  const keys = [...groups.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const labels = keys.map((key, index) => {
    const group = groups.get(key);
    if (group === undefined) return "";
    group.index = index;
    return group.label;
  });
  return {
    name,
    codes: coding.codes,
    map: Int32Array.from(groupByCode, (group) => group.index),
    validity: coding.validity,
    size: labels.length,
    cardinality: cardinality(labels.length, coding.validity),
    member: (index) => labels[index] ?? "",
    compare: (a, b) => a - b,
  };
};
