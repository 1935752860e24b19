import type { ChartMeasure, ChartSeries, ChartTable } from "./table.ts";
import { timePlaces, type RunningGrain } from "./time-places.ts";

/** One node of an axis; a pivot's `AxisNode` is one. */
export interface CrossNode {
  readonly index: number;
  readonly size: number;
  readonly kind: "member" | "others" | "total";
  readonly isNull: boolean;
  readonly level: number;
  readonly path: readonly (string | number | boolean | null)[];
}

interface CrossAxis {
  readonly levels: readonly string[];
  readonly nodes: readonly CrossNode[];
}

/** A result over two axes; a `PivotResult` is one. */
export interface CrossResult {
  readonly rows: CrossAxis;
  readonly cols: CrossAxis;
  readonly measures: readonly unknown[];
  readonly cell: (row: number, col: number, measure: number) => string | number | boolean | null;
}

/** How the result is worded, and what of it is shown. */
export interface CrossView {
  readonly rowLabel: (node: number) => string;
  readonly colLabel: (node: number) => string;
  readonly measures: readonly ChartMeasure[];
  /** Row nodes in order; all leaves unless given. */
  readonly rows?: readonly number[];
  readonly cols?: readonly number[];
  /** Grain of the only row level, when it is one of dates. */
  readonly grain?: RunningGrain;
  /** Label of a date without records, from its member. */
  readonly placeLabel?: (member: string) => string;
  readonly axis?: string;
  readonly title?: string;
}

/** A table, and the node of the result that each of its categories and series is; null for a place without records. */
export interface CrossTable {
  readonly table: ChartTable;
  readonly rows: readonly (number | null)[];
  readonly series: readonly { readonly col: number; readonly measure: number }[];
}

const leavesOf = ({ nodes, levels }: CrossAxis): number[] => {
  const leaves = nodes.filter(({ level }) => level > 0 && level === levels.length);
  return leaves.length === 0
    ? nodes.slice(0, 1).map(({ index }) => index)
    : leaves.map(({ index }) => index);
};

const numberOf = (value: string | number | boolean | null): number | null => {
  if (value === null || typeof value === "boolean" || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

/** Every date from the first to the last, then what has no date: row nodes by place, null where no record is. */
const placesOf = (
  nodes: readonly CrossNode[],
  { grain, placeLabel }: CrossView,
): readonly { readonly node: number | null; readonly label?: string }[] | undefined => {
  if (grain === undefined) return undefined;
  const dated = nodes.filter(({ kind, isNull }) => kind === "member" && !isNull);
  const after = nodes.slice(dated.length);
  if (dated.some((node, at) => node !== nodes[at] || node.path.length !== 1)) return undefined;
  const labels = dated.map(({ path }) => String(path[0]));
  const places = timePlaces(labels, grain);
  if (places === undefined) return undefined;
  const byLabel = new Map(dated.map((node, at) => [labels[at], node.index]));
  return [
    ...places.map((label) => {
      const node = byLabel.get(label);
      return node === undefined ? { node: null, label: placeLabel?.(label) ?? label } : { node };
    }),
    ...after.map(({ index }) => ({ node: index })),
  ];
};

/** A result over two axes as a chart's table: row leaves are categories, column leaves times measures are series. */
export const crossTable = (result: CrossResult, view: CrossView): CrossTable => {
  const rowNodes = (view.rows ?? leavesOf(result.rows)).flatMap(
    (at) => result.rows.nodes[at] ?? [],
  );
  const cols = view.cols ?? leavesOf(result.cols);
  const run = placesOf(rowNodes, view);
  const places = run ?? rowNodes.map(({ index }) => ({ node: index, label: undefined }));
  const labelOf = (place: { readonly node: number | null; readonly label?: string | undefined }) =>
    place.node === null ? (place.label ?? "") : view.rowLabel(place.node);
  const many = view.measures.length > 1;
  const origins = cols.flatMap((col, group) =>
    view.measures.map((_, measure) => ({ col, measure, group })),
  );
  const isNamed = (col: number): boolean => (result.cols.nodes[col]?.level ?? 0) > 0;
  const groups = cols.map((col) => (isNamed(col) ? view.colLabel(col) : (view.title ?? "")));
  const series = origins.map(({ col, measure, group }): ChartSeries => {
    const name = view.measures[measure]?.name ?? "";
    const parts = [
      ...(isNamed(col) ? [groups[group] ?? ""] : []),
      ...(many || !isNamed(col) ? [name] : []),
    ];
    return {
      name: parts.join(" › "),
      measure,
      group,
      values: places.map(({ node }) =>
        node === null ? null : numberOf(result.cell(node, col, measure)),
      ),
      ...(result.cols.nodes[col]?.kind === "others" ? { isOthers: true } : {}),
    };
  });
  const others = places.flatMap(({ node }, at) =>
    node !== null && result.rows.nodes[node]?.kind === "others" ? [at] : [],
  );
  return {
    table: {
      categories: places.map(labelOf),
      series,
      measures: view.measures,
      groups,
      ...(others.length === 0 ? {} : { others }),
      ...(run === undefined ? {} : { isTime: true }),
      ...(view.axis === undefined ? {} : { axis: view.axis }),
      ...(view.title === undefined ? {} : { title: view.title }),
    },
    rows: places.map(({ node }) => node),
    series: origins.map(({ col, measure }) => ({ col, measure })),
  };
};
