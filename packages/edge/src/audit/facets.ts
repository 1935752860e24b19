import type { JsonObject } from "@ennead/core/kernel";

import type { Row } from "../kernel/index.ts";
import type { Found } from "./walk-log.ts";

/** Events that are counted: the newest of a question. */
const mostCounted = 5000;

/** Values of a facet that are told: the most frequent. */
const mostValues = 50;

interface Count {
  readonly value: string;
  readonly label: string;
  count: number;
}

const counted = (rows: readonly Row[], column: string, label = column): readonly Count[] => {
  const counts = new Map<string, Count>();
  for (const row of rows) {
    if (row[column] === null) continue;
    const value = String(row[column]);
    const known = counts.get(value);
    if (known === undefined) counts.set(value, { value, label: String(row[label]), count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count).slice(0, mostValues);
};

/**
 * Counts of the newest 5,000 events of a question by facet, the most frequent 50 values of each; `complete` says whether
 * that is all of them. They are counted after it was asked what the actor may see.
 */
export const countFacets = async (
  find: (wanted: number) => Promise<Found>,
): Promise<JsonObject> => {
  const { rows, next } = await find(mostCounted);
  const plain = (column: string): JsonObject[] =>
    counted(rows, column).map(({ value, count }) => ({ value, count }));
  return {
    counted: rows.length,
    complete: next === null,
    action: plain("action"),
    entity: plain("entity"),
    actor: counted(rows, "actor", "actor_label").map((one) => ({ ...one })),
    op: plain("op"),
    outcome: plain("outcome"),
  };
};
