import type { CellMark } from "../table.ts";
import { textFormat } from "./number-format.ts";
import type { Look } from "./package.ts";

/** Number of a look in `looks`, before the package gives it its own. */
export type LookId = number;

export interface Looks {
  readonly list: readonly Look[];
  readonly of: (format: string, emphasis: boolean, mark?: CellMark) => LookId;
  readonly heading: LookId;
}

/** Looks of cells, each once, in the order they were asked for. */
export const createLooks = (): Looks => {
  const list: Look[] = [{ format: textFormat, emphasis: true, heading: true }];
  const ids = new Map<string, LookId>();
  const of: Looks["of"] = (format, emphasis, { fill, color } = {}) => {
    const key = `${emphasis} ${fill} ${color} ${format}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = list.push({ format, emphasis, heading: false, fill, color }) - 1;
    ids.set(key, id);
    return id;
  };
  return { list, of, heading: 0 };
};
