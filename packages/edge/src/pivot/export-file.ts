import type { JsonObject } from "@ennead/core/kernel";

import type { Format } from "./formats.ts";
import { mediaOf, writeTable } from "./formats.ts";
import { noCharts, reportCharts } from "./report-chart.ts";
import { recordTable, reportTable } from "./report-table.ts";
import type { Computed } from "./run.ts";

/** What is written as a file. */
export interface Asked {
  /** Null for a spec that is not saved. */
  readonly id: string | null;
  readonly name: string;
  readonly spec: unknown;
  readonly view: JsonObject | null;
  readonly of: "cells" | "records";
}

/** A file that is made while it is read. */
export interface ExportFile {
  readonly media: string;
  /** Lines of its table, and cells in all of them. */
  readonly rows: number;
  readonly cells: number;
  /** Can be read once; `written` is told how many lines have gone. */
  readonly pieces: (
    written?: (rows: number) => void,
  ) => Promise<Iterable<Uint8Array> | AsyncIterable<Uint8Array>>;
}

function* counted<T>(rows: Iterable<T>, written: (rows: number) => void): Generator<T, void, void> {
  let count = 0;
  for (const row of rows) {
    yield row;
    count += 1;
    written(count);
  }
}

/** What was computed as a file of a format, with the looks of its view. */
export const exportFile = (
  computed: Computed,
  format: Format,
  { name, view, of }: Asked,
  locale: string,
): ExportFile => {
  const { table, lines } =
    of === "records" ? recordTable(computed, name) : reportTable(computed, name, view);
  return {
    media: mediaOf[format],
    rows: lines,
    cells: lines * table.columns.length,
    pieces: async (written = () => {}) => {
      const drawn =
        format === "pdf" && of === "cells" ? await reportCharts(computed, view, locale) : noCharts;
      const rows = { [Symbol.iterator]: () => counted(table.rows, written) };
      return writeTable(format, { ...table, rows }, locale, drawn);
    },
  };
};
