import type { ObjectDefinition } from "@ennead/core/record";

import { sourceColumns } from "./resident-columns.ts";

export const usualDatasetBytes: number = 256 * 2 ** 20;

const usualRows = 2_000_000;

/** About what a record takes: its id, which no other has, and a number or a code in every column. */
const bytesOf = (definition: ObjectDefinition): number =>
  100 + 8 * sourceColumns(definition).length;

/** Most records of an object that is kept in memory: so many, and no more than about fit the bytes there are. */
export const mostInMemory =
  (bytes: number, rows: number = usualRows) =>
  (definition: ObjectDefinition): number =>
    Math.min(rows, Math.floor(bytes / bytesOf(definition)));
