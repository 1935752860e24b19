import type { datasetFromColumns, pivot } from "@ennead/core/pivot";

/** One chunk of the engine: enough for its loops to be worth compiling. */
const rows = 4096;
const turns = 4;

/**
 * Runs a small report of made-up records a few times, so that the code is compiled and the reader's zone read when the
 * first real ones arrive. It takes the time while they are on their way.
 */
export const warmUp = (engine: {
  readonly datasetFromColumns: typeof datasetFromColumns;
  readonly pivot: typeof pivot;
}): void => {
  const made = engine.datasetFromColumns([
    { name: "a", type: "text", dict: ["x", "y"], codes: new Uint8Array(rows) },
    { name: "b", type: "decimal", scale: 2, values: new Float64Array(rows) },
  ]);
  if (!made.ok) return;
  const spec = {
    version: 1,
    source: "a",
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    rows: [{ name: "r", field: "a" }],
    cols: [{ name: "c", field: "a" }],
    values: [{ name: "v", agg: "sum", field: "b" }],
  };
  for (let turn = 0; turn < turns; turn += 1) engine.pivot(spec, made.value, { now: 0 });
};
