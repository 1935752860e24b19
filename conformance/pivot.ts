import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseInstant } from "@ennead/core/calendar";
import { expressions } from "@ennead/core/expression";
import { pivot, type Dataset } from "@ennead/core/pivot";

import type { QueryCase, ScheduleCase } from "./pivot/case.ts";
import { compareResult } from "./pivot/compare.ts";
import { dataFolders, inlineData, withSeconds } from "./pivot/data.ts";
import { exportedCellsWrong } from "./pivot/export.ts";
import { scheduleDifferences } from "./pivot/schedule.ts";
import { specOf } from "./pivot/spec.ts";

interface Outcome {
  readonly differences: readonly string[];
  readonly cells: number;
  readonly wrong: number;
  readonly exported: number;
}

/** The outcome of a case that has no cells. */
const withoutCells = (differences: readonly string[]): Outcome => ({
  differences,
  cells: 0,
  wrong: 0,
  exported: 0,
});

const failed = (difference: string): Outcome => withoutCells([difference]);

const runQuery = async (
  { dataset: inline, query, expect }: QueryCase,
  find: ReturnType<typeof dataFolders>,
): Promise<Outcome> => {
  const read =
    inline === undefined
      ? { ok: true as const, value: find(query.from ?? "") }
      : inlineData(inline);
  if (!read.ok) return failed(`data refused: ${read.error.message}`);
  const datasets = new Map<string, Dataset>();
  for (const { as, dataset } of query.joins ?? []) {
    const other = inlineData(dataset);
    if (!other.ok) return failed(`data refused: ${other.error.message}`);
    datasets.set(as, other.value);
  }
  const typeOf = (field: string): string | undefined => {
    const joined = (query.joins ?? []).find(({ as }) => field.startsWith(`${as}.`));
    const own = read.value.columns.get(field);
    if (own !== undefined || joined === undefined) return own?.type;
    return datasets.get(joined.as)?.columns.get(field.slice(joined.as.length + 1))?.type;
  };
  const spec = specOf(query, typeOf);
  const now = parseInstant(String(withSeconds(query.now ?? ""))) ?? 0;
  const result = pivot(spec, read.value, { now, datasets, expressions });
  if (!result.ok) {
    const codes = result.error.map(({ code }) => code);
    return expect.fault !== undefined && codes.includes(expect.fault as `${string}/${string}`)
      ? withoutCells([])
      : failed(`refused with ${codes.join(", ")}, wanted ${expect.fault ?? "cells"}`);
  }
  if (expect.fault !== undefined) return failed(`answered, wanted ${expect.fault}`);
  const { differences, cells, wrong } = compareResult(result.value, expect);
  return {
    differences,
    cells,
    wrong,
    exported: await exportedCellsWrong(result.value),
  };
};

/** A case that cannot be read fails by itself and not the whole run. */
const runCase = async (
  one: QueryCase | ScheduleCase,
  find: ReturnType<typeof dataFolders>,
): Promise<Outcome> => {
  try {
    return one.kind === "schedule"
      ? withoutCells(scheduleDifferences(one))
      : await runQuery(one, find);
  } catch (error) {
    return failed(`failed with ${String(error)}`);
  }
};

const kindOf = (one: QueryCase | ScheduleCase): "query" | "fault" | "schedule" =>
  one.kind === "schedule" ? "schedule" : one.expect.fault === undefined ? "query" : "fault";

/** Runs every case of the folder. */
export const run = async (
  dir: string,
  { data }: { readonly data: string | undefined },
): Promise<boolean> => {
  const find = dataFolders([join(dir, "data"), ...(data === undefined ? [] : [data])]);
  const tally = new Map(
    (["query", "fault", "schedule"] as const).map((kind) => [kind, { passed: 0, total: 0 }]),
  );
  let [cells, wrong, exported] = [0, 0, 0];
  for (const name of readdirSync(dir).toSorted()) {
    if (!name.endsWith(".json")) continue;
    const parsed = JSON.parse(readFileSync(join(dir, name), "utf8")) as unknown;
    for (const one of [parsed].flat() as (QueryCase | ScheduleCase)[]) {
      const count = tally.get(kindOf(one));
      if (count === undefined) continue;
      count.total += 1;
      const outcome = await runCase(one, find);
      cells += outcome.cells;
      wrong += outcome.wrong;
      exported += outcome.exported;
      if (outcome.differences.length === 0) count.passed += 1;
      else {
        console.log(`FAIL ${one.id} ${one.title}`);
        for (const difference of outcome.differences.slice(0, 5)) console.log(`  ${difference}`);
      }
    }
  }
  console.log(`metric cells ${cells}`);
  console.log(`metric cells_wrong ${wrong}`);
  console.log(`metric export_cells_wrong ${exported}`);
  for (const [kind, { passed, total }] of tally) {
    console.log(`metric cases_${kind} ${passed}/${total}`);
  }
  const all = [...tally.values()];
  const passed = all.reduce((sum, count) => sum + count.passed, 0);
  const total = all.reduce((sum, count) => sum + count.total, 0);
  console.log(`pivot: ${passed}/${total}`);
  return passed === total;
};
