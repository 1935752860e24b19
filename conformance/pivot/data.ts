import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, type ColumnSchema, type Dataset } from "@ennead/core/pivot";

import type { ColumnCase, QueryCase } from "./case.ts";
import { readCsv } from "./csv.ts";

/** Instants of the cases may leave out the seconds, which RFC 3339 asks for. */
export const withSeconds = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/T(\d\d:\d\d)Z$/, "T$1:00Z") : value;

/** The inline data set of a case. */
export const inlineData = ({
  columns,
  rows,
}: NonNullable<QueryCase["dataset"]>): ReturnType<typeof datasetFromRows> =>
  datasetFromRows(
    rows.map((row) =>
      row.map((value, at) => (columns[at]?.type === "timestamp" ? withSeconds(value) : value)),
    ),
    columns as readonly ColumnSchema[],
  );

const fromText = (text: string | null, type: string): unknown => {
  if (text === null) return null;
  switch (type) {
    case "int":
      return Number(text);
    case "float":
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "bool":
      return text === "true";
    case "timestamp":
      return withSeconds(text);
    default:
      return text;
  }
};

const load = (folder: string, name: string): Dataset => {
  const described = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as {
    readonly file: string;
    readonly columns: readonly ColumnCase[];
  };
  const [header = [], ...lines] = readCsv(readFileSync(join(folder, described.file), "utf8"));
  const places = described.columns.map((column) => header.indexOf(column.name));
  const rows = lines.map((line) =>
    described.columns.map(({ type }, at) => fromText(line[places[at] ?? -1] ?? null, type)),
  );
  return unwrap(datasetFromRows(rows, described.columns as readonly ColumnSchema[]));
};

/** Finds data sets by name in the given folders; each is read once. */
export const dataFolders = (folders: readonly string[]): ((name: string) => Dataset) => {
  const known = new Map<string, Dataset>();
  return (name) => {
    let dataset = known.get(name);
    if (dataset === undefined) {
      const folder = folders.find((one) => existsSync(join(one, `${name}.json`)));
      if (folder === undefined) throw new Error(`There is no data set ${name}.`);
      dataset = load(folder, name);
      known.set(name, dataset);
    }
    return dataset;
  };
};
