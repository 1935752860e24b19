import {
  lineOf,
  type CellType,
  type Table,
  type TableLine,
  type TableRow,
} from "@ennead/core/export";
import type { JsonObject } from "@ennead/core/kernel";
import {
  recordsOf,
  resultTable,
  type AxisNode,
  type ColumnType,
  type PivotResult,
} from "@ennead/core/pivot";

import { cellAt } from "./cells.ts";
import { looksOf } from "./looks.ts";
import { marksOf } from "./marks.ts";
import type { Answered, Computed } from "./run.ts";
import { shownAxis, type ShownAxis } from "./shown-axis.ts";
import { shownColumns } from "./shown-columns.ts";

/** What is shown: a result with its spec, and the columns that it came of where they are in memory. */
type Shown = Answered;

/** A table with how many lines it has at most. */
export interface SizedTable {
  readonly table: Table;
  readonly lines: number;
}

const words = { total: "Total", empty: "(blank)", others: "Others" } as const;

const labelOf = ({ kind, isNull, label }: AxisNode): string =>
  kind === "others" ? words.others : isNull ? words.empty : label;

/** Measures on the screen, by index. All of them where none would be left. */
const shownMeasures = ({ measures }: PivotResult, view: JsonObject | null): readonly number[] => {
  const hidden = view?.["hidden"];
  const all = [...measures.keys()];
  const left = all.filter(
    (at) => !(Array.isArray(hidden) && hidden.includes(measures[at]?.name ?? "")),
  );
  return left.length === 0 ? all : left;
};

/** The lines of the whole table that the screen shows, in its order: the total last. */
const shownLines = (
  { rows: tree }: PivotResult,
  lines: Iterable<TableRow>,
  { isClosed, hasTotal, hasSubtotal }: ShownAxis,
  picked: (line: TableLine) => TableLine,
): Iterable<TableRow> => ({
  *[Symbol.iterator]() {
    let total: TableLine | null = null;
    let [at, closedUntil] = [0, 0];
    for (const row of lines) {
      const index = at;
      at += 1;
      if (index < closedUntil) continue;
      const { size = 1, level = 0 } = tree.nodes[index] ?? {};
      const line = picked(lineOf(row));
      if (level === 0) total = line;
      else if (size > 1 && isClosed(index)) {
        closedUntil = index + size;
        yield { ...line, kind: "member" };
      } else if (size === 1 || hasSubtotal(index)) yield line;
    }
    if (total !== null && hasTotal) yield total;
  },
});

/** A result as every writer takes it, as its view shows it on the screen, with what a reader must know. */
export const reportTable = (
  { spec, result, data }: Shown,
  title: string,
  view: JsonObject | null,
): SizedTable => {
  const look = looksOf(spec, data?.dataset, view);
  const { rows: rowTree, cols: colTree, measures } = result;
  const notes = result.warnings.map(({ message }) => message);
  const base = resultTable(result, { title, notes, look, words });
  const shown = shownMeasures(result, view);
  const keys = base.columns.slice(0, base.keys ?? 0);
  const { columns: nodes, headings } = shownColumns(
    colTree,
    shownAxis(colTree, view, "cols"),
    shown.map((at) => look(measures[at]?.name ?? "").label ?? measures[at]?.name ?? ""),
    { total: words.total, label: labelOf },
  );
  const marks = measures.map((_, measure) => marksOf(result, measure, view));
  const places = [...keys.keys()];
  const columns = [...keys];
  for (const { node, kind } of nodes) {
    for (const measure of shown) {
      const place = keys.length + node * measures.length + measure;
      const column = base.columns[place];
      if (column === undefined) continue;
      const mark = kind === "leaf" ? marks[measure] : undefined;
      places.push(place);
      columns.push({
        ...column,
        kind: kind === "leaf" ? "member" : kind,
        ...(mark === undefined ? {} : { marks: mark }),
      });
    }
  }
  const picked = ({ cells, ...rest }: TableLine): TableLine => ({
    ...rest,
    cells: places.map((place) => cells[place] ?? null),
  });
  const [first = [], ...others] = headings;
  const named = keys.map(({ label: text }) => ({ text, rowSpan: headings.length }));
  return {
    table: {
      ...base,
      columns,
      headings: [[...named, ...first], ...others],
      rows: shownLines(result, base.rows, shownAxis(rowTree, view, "rows"), picked),
      columnTotals: "after",
    },
    lines: rowTree.nodes.length,
  };
};

const cellTypes: Readonly<Record<ColumnType, CellType>> = {
  int: "number",
  float: "number",
  int64: "decimal",
  decimal: "decimal",
  money: "decimal",
  text: "text",
  bool: "boolean",
  date: "date",
  timestamp: "datetime",
};

/** The records beneath the grand total, with every column that the actor may read. */
export const recordTable = ({ plan, data }: Computed, title: string): SizedTable => {
  const columns = [...data.dataset.columns.values()];
  const { rows } = recordsOf(plan, [], [], { limit: data.dataset.rows });
  const table: Table = {
    title,
    columns: columns.map(({ name, type, scale }) => ({
      name,
      label: name,
      type: cellTypes[type],
      ...(scale === undefined ? {} : { scale }),
    })),
    rows: {
      *[Symbol.iterator]() {
        for (const row of rows) yield columns.map((column) => cellAt(column, row));
      },
    },
  };
  return { table, lines: rows.length };
};
