import type { Column } from "@ennead/core/pivot";

import { isValid, narrowest, validityOf, withCells } from "./codes.ts";

/**
 * The column of labels that stands for a column of ids: for each row the label of its id, nothing where the id has none.
 * Members are in the order in which rows first have them, and each is the label of some row.
 */
export const labelColumn = (
  name: string,
  ids: Column,
  labelOf: (id: string) => string | undefined,
): Column => {
  const { codes = new Int32Array(), dict = [], validity } = ids;
  const labels = dict.map((id) => labelOf(String(id)));
  const members: string[] = [];
  const seen = new Map<string, number>();
  // Where the label of each id stands: -1 while no row had it.
  const places = new Int32Array(dict.length).fill(-1);
  const taken = new Int32Array(codes.length);
  const has = (row: number): boolean =>
    isValid(validity, row) && labels[codes[row] ?? 0] !== undefined;
  for (let row = 0; row < codes.length; row += 1) {
    if (!has(row)) continue;
    const id = codes[row] ?? 0;
    let place = places[id] ?? -1;
    if (place < 0) {
      const label = labels[id] ?? "";
      place = seen.get(label) ?? members.length;
      if (place === members.length) {
        seen.set(label, place);
        members.push(label);
      }
      places[id] = place;
    }
    taken[row] = place;
  }
  return withCells(
    { name, type: "text" },
    { codes: narrowest(taken, members.length), dict: members },
    validityOf(codes.length, has),
  );
};
