import type { FilterFieldType } from "../filter/index.ts";

/** What a column holds; the rooms agree on the names. */
export type ColumnType = Exclude<FilterFieldType, "textList">;
