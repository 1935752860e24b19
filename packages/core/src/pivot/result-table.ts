import type {
  CellType,
  LineKind,
  Table,
  TableCell,
  TableColumn,
  TableLine,
} from "../export/index.ts";
import { columnHeadings } from "./result-headings.ts";
import type { AxisNode, AxisTree, MeasureInfo, MeasureType, PivotResult } from "./result.ts";

/** Words of a table that are no data. */
export interface TableWords {
  /** Stands where a total or subtotal has no member. */
  readonly total: string;
  /** Stands for the empty member. */
  readonly empty: string;
  /** Stands for the rest group of a top-N. */
  readonly others: string;
}

/** How a level or a measure is shown: what its name alone does not tell. */
export type TableLook = Partial<
  Pick<TableColumn, "label" | "type" | "scale" | "currency" | "percent">
>;

export interface ResultTableOptions {
  /** Default English. */
  readonly words?: Partial<TableWords>;
  readonly title?: string;
  readonly notes?: readonly string[];
  /** The look of a level (by default text, with numbers and booleans as such) or of a measure (by default after its type). */
  readonly look?: (name: string) => TableLook | undefined;
}

const english: TableWords = { total: "Total", empty: "(blank)", others: "Others" };

const cellTypes: Readonly<Record<MeasureType, CellType>> = {
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

/** Digits shown after the point: counts and integers have none, an average has no last digit and shows two. */
const scaleOf = ({ type, scale }: MeasureInfo): Pick<TableColumn, "scale"> => {
  switch (type) {
    case "int":
    case "int64":
      return { scale: 0 };
    case "float":
      return { scale: 2 };
    default:
      return scale === undefined ? {} : { scale };
  }
};

const kindOf = ({ kind, size }: AxisNode): LineKind =>
  kind === "member" && size > 1 ? "subtotal" : kind;

const depthOf = ({ level }: AxisNode): number => Math.max(0, level - 1);

/** Words a node by its member: the empty member and Others by what the words say. */
const labelOf = (node: AxisNode, words: TableWords): string => {
  if (node.kind === "others") return words.others;
  return node.isNull ? words.empty : node.label;
};

/** The member of a node as a cell: numbers and booleans as such, all else as its label. */
const keyOf = (node: AxisNode, words: TableWords): TableCell => {
  const member = node.path.at(-1) ?? null;
  const isPlain =
    node.kind === "member" && (typeof member === "number" || typeof member === "boolean");
  return isPlain ? member : labelOf(node, words);
};

const keyColumns = ({ levels }: AxisTree, look: ResultTableOptions["look"]): TableColumn[] =>
  levels.map((name) => ({ name, label: name, type: "text", ...look?.(name) }));

/** A column for each node of the column axis and measure, labelled by all that stands above it. */
const valueColumns = (
  { cols, measures }: PivotResult,
  words: TableWords,
  look: ResultTableOptions["look"],
): TableColumn[] => {
  const headings: string[] = [];
  return cols.nodes.flatMap((col) => {
    const above = headings[col.parent];
    const own = labelOf(col, words);
    headings.push(
      col.parent < 0 ? "" : above === undefined || above === "" ? own : `${above} / ${own}`,
    );
    const heading = col.parent < 0 && cols.levels.length > 0 ? words.total : headings.at(-1);
    return measures.map((measure): TableColumn => {
      const looks = look?.(measure.name);
      const name = looks?.label ?? measure.name;
      return {
        type: cellTypes[measure.type],
        ...scaleOf(measure),
        ...looks,
        name: `${col.index}/${measure.name}`,
        label: heading === "" || heading === undefined ? name : `${heading} / ${name}`,
        level: depthOf(col),
        kind: kindOf(col),
      };
    });
  });
};

/**
 * The result as every writer takes it, what is on screen: a line per row node in display order, a column per row level,
 * then one per column node and measure. Totals and subtotals stand where the result has them, before their members.
 */
export const resultTable = (
  result: PivotResult,
  { words: given, look, title, notes }: ResultTableOptions = {},
): Table => {
  const words = { ...english, ...given };
  const { rows, cols, measures } = result;
  const keys = keyColumns(rows, look);
  const line = (row: AxisNode): TableLine => {
    const cells: TableCell[] = rows.levels.map((_, level) =>
      level === row.level ? words.total : null,
    );
    for (let node: AxisNode | undefined = row; node !== undefined && node.level > 0;) {
      cells[node.level - 1] = keyOf(node, words);
      node = rows.nodes[node.parent];
    }
    for (const col of cols.nodes) {
      for (let at = 0; at < measures.length; at += 1) {
        cells.push(result.cell(row.index, col.index, at));
      }
    }
    return { cells, level: depthOf(row), kind: kindOf(row) };
  };
  function* lines(): Generator<TableLine, void, void> {
    for (const row of rows.nodes) yield line(row);
  }
  return {
    ...(title === undefined ? {} : { title }),
    ...(notes === undefined ? {} : { notes }),
    columns: [...keys, ...valueColumns(result, words, look)],
    keys: keys.length,
    headings: columnHeadings(
      cols,
      keys.map(({ label }) => label),
      measures.map(({ name }) => look?.(name)?.label ?? name),
      { total: words.total, label: (node) => labelOf(node, words) },
    ),
    rows: { [Symbol.iterator]: lines },
  };
};
