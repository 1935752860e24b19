import { ok, type Fault, type JsonObject, type Result } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";
import type { Format } from "./formats.ts";
import { mediaOf, writeTable } from "./formats.ts";
import { honoured } from "./obligations.ts";
import { noCharts, reportCharts } from "./report-chart.ts";
import { recordTable, reportTable } from "./report-table.ts";
import type { Reporting } from "./reporting.ts";
import { answerSpec, computeSpec, type Answered, type Computed } from "./run.ts";

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

/** What a report is written from: cells, or the records beneath them, which only memory has. */
export type Written =
  | { readonly of: "cells"; readonly answered: Answered }
  | { readonly of: "records"; readonly answered: Computed };

/**
 * What was computed as a file of a format, with the looks of its view and what the rights of the actor oblige him to:
 * `access/obligation-unmet` where the format cannot honour it, or it would be more than may leave. `steppedUp` says that
 * the request for it has been asked for a fresh sign-in already.
 */
export const exportFile = (
  context: RequestContext,
  written: Written,
  format: Format,
  { name, view }: Pick<Asked, "name" | "view">,
  locale: string,
  steppedUp?: boolean,
): Result<ExportFile, readonly Fault[]> => {
  const { of, answered } = written;
  const { table: plain, lines } =
    written.of === "records"
      ? recordTable(written.answered, name)
      : reportTable(answered, name, view);
  const notes = honoured(context, {
    spec: answered.spec,
    formats: [format],
    rows: lines,
    ...(steppedUp === undefined ? {} : { steppedUp }),
  });
  if (!notes.ok) return notes;
  const table = { ...plain, notes: [...(plain.notes ?? []), ...notes.value] };
  return ok({
    media: mediaOf[format],
    rows: lines,
    cells: lines * table.columns.length,
    pieces: async (told = () => {}) => {
      const drawn =
        format === "pdf" && of === "cells" ? await reportCharts(answered, view, locale) : noCharts;
      const rows = { [Symbol.iterator]: () => counted(table.rows, told) };
      return writeTable(format, { ...table, rows }, locale, drawn);
    },
  });
};

/** Computes what a file is written from, with the rights of the actor. */
export const computeFile = async (
  context: RequestContext,
  reporting: Reporting,
  { spec, id, of }: Pick<Asked, "spec" | "id" | "of">,
): Promise<Result<Written, readonly Fault[]>> => {
  if (of === "cells") {
    const answered = await answerSpec(context, reporting, spec, id);
    return answered.ok ? ok({ of, answered: answered.value }) : answered;
  }
  const answered = await computeSpec(context, reporting, spec, id);
  return answered.ok ? ok({ of, answered: answered.value }) : answered;
};
