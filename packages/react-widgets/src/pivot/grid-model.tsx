import type {
  AxisNode,
  Dataset,
  MeasureType,
  PivotResult,
  PivotSpec,
  Value,
} from "@ennead/core/pivot";
import type { CSSProperties, ReactNode } from "react";

import type { GridCell, GridHeaderCell, GridModel } from "../kernel/grid/model.ts";
import { textWidth } from "../kernel/grid/text-width.ts";
import { describeLevel, describeValue, type Words } from "./describe.ts";
import { valueSortOf } from "./edit.ts";
import { cellText, memberText } from "./format.ts";
import { layoutOf, type Layout, type LayoutColumn, type LayoutHeader } from "./layout.ts";
import { looksOf, type Look } from "./looks.ts";
import { pathOf } from "./path.ts";
import { isAggregate, isShown } from "./spec-kind.ts";
import type { Axis, ReportView } from "./value.ts";
import { named } from "./view-parts.ts";

export interface PivotTable {
  readonly model: GridModel;
  readonly layout: Layout;
  readonly rowLabel: (row: number) => string;
  readonly columnLabel: (col: number) => string;
}

const widthOf = (text: string, extra: number): number => Math.ceil(textWidth(text)) + extra;
const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

const rowsMeasured = 80;
const columnsMeasured = 240;
const narrowest = 76;

const ariaSort = { asc: "ascending", desc: "descending" } as const;

/** A label; the empty member and Others are set apart from a text that happens to read the same. */
const labelled = (node: AxisNode, text: string): ReactNode =>
  node.kind === "others" || node.isNull || (node.kind === "member" && node.path.at(-1) === "") ? (
    <em className="ennead-pivot-blank" data-kind={node.kind}>
      {text}
    </em>
  ) : (
    text
  );

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

const marks = { good: "▲", middle: "●", bad: "▼" } as const;

/** A cell that stands out. What its colour says is said in words as well. */
const looked = (text: string, look: Look, { strings }: Words): ReactNode => {
  switch (look.kind) {
    case "scale":
      return (
        <span
          className="ennead-pivot-scale"
          style={{ "--share": percent(look.share) } as CSSProperties}
        >
          {text}
        </span>
      );
    case "bar":
      return (
        <>
          <span
            className="ennead-pivot-data-bar"
            data-negative={look.negative ? "" : undefined}
            style={{ insetInlineStart: percent(look.from), inlineSize: percent(look.length) }}
          />
          <span className="ennead-pivot-over">{text}</span>
        </>
      );
    case "threshold":
    case "icon":
      return (
        <span className="ennead-pivot-tone" data-tone={look.tone} data-look={look.kind}>
          {look.kind === "icon" ? <span aria-hidden="true">{marks[look.tone]} </span> : null}
          {text}
          <span className="ennead-hidden"> ({strings.tones[look.tone]})</span>
        </span>
      );
    default:
      return look satisfies never;
  }
};

const numeric: ReadonlySet<MeasureType> = new Set(["int", "int64", "decimal", "money", "float"]);

/** Where on the axes the currency of a measure is a group: cells beneath have that currency and no other. */
const currencyLevel = (
  spec: PivotSpec,
  value: Value | undefined,
): { readonly axis: Axis; readonly level: number } | undefined => {
  const currency = value !== undefined && isAggregate(value) ? value.currency : undefined;
  for (const axis of ["rows", "cols"] as const) {
    const level = spec[axis].findIndex(
      ({ field, bucket }) => field === currency && bucket === undefined,
    );
    if (level >= 0) return { axis, level };
  }
  return undefined;
};

/** A result as a table: formatted texts, headers and widths. */
export const pivotTable = (
  result: PivotResult,
  spec: PivotSpec,
  view: ReportView,
  dataset: Dataset | undefined,
  words: Words,
): PivotTable => {
  const { strings } = words;
  const layout = layoutOf(result, view);
  const valueOf = (measure: number) => {
    const name = result.measures[measure]?.name;
    return spec.values.find((value) => value.name === name);
  };
  const texts = result.measures.map((_, measure) =>
    cellText(
      result,
      measure,
      valueOf(measure),
      dataset,
      words,
      named(view.formats, result.measures[measure]?.name ?? ""),
    ),
  );
  const conditional = result.measures.map(({ name }) =>
    view.conditional?.find((one) => one.measure === name),
  );
  const looks = conditional.map((format, measure) => {
    return format === undefined ? undefined : looksOf(result, measure, format);
  });
  // A running total, a rank have values of their own where there is no record.
  const isOwn = result.measures.map((_, measure) => {
    const value = valueOf(measure);
    return value !== undefined && isShown(value);
  });
  const currencies = result.measures.map((_, measure) => currencyLevel(spec, valueOf(measure)));
  const measureLabels = result.measures.map((info, measure) => {
    const value = valueOf(measure);
    return value === undefined ? info.name : describeValue(value, words);
  });
  const member = (axis: Axis, node: AxisNode): string =>
    memberText(node, spec[axis][node.level - 1], words);
  const rowLabel = (row: number): string => {
    const line = layout.rows[row];
    if (line === undefined) return "";
    return line.kind === "total" ? strings.grandTotal : member("rows", line.node);
  };
  const headerLabel = (header: LayoutHeader): string => {
    switch (header.role) {
      case "measure":
        return measureLabels[header.measure ?? 0] ?? "";
      case "total":
        return strings.grandTotal;
      case "subtotal":
        return strings.totalOf(member("cols", header.node));
      case "member":
        return member("cols", header.node);
      default:
        return header.role satisfies never;
    }
  };

  const cell = (row: number, col: number): GridCell => {
    const line = layout.rows[row];
    const column = layout.columns[col];
    if (line === undefined || column === undefined) return { content: "", text: "" };
    if (
      line.single === true ||
      (line.kind === "group" && line.expanded === true && view.subtotals?.rows === false)
    ) {
      return { content: "", text: "" };
    }
    const value = result.cell(line.node.index, column.node.index, column.measure);
    const hasRecords = result.recordsAt(line.node.index, column.node.index) > 0;
    // A count of nothing is left out like every other value of nothing: the eye finds what is there.
    const place = currencies[column.measure];
    const currency = place && { rows: line.node, cols: column.node }[place.axis].path[place.level];
    const text =
      hasRecords || isOwn[column.measure] === true
        ? (texts[column.measure]?.(value, typeof currency === "string" ? currency : undefined) ??
          "")
        : "";
    const isNumber = numeric.has(result.measures[column.measure]?.type ?? "text");
    const negative = isNumber && String(value).startsWith("-") ? "negative " : "";
    const innermost = line.kind === "leaf" && column.kind === "leaf";
    const isRest = line.node.kind === "others" || column.node.kind === "others";
    const sized = conditional[column.measure]?.kind;
    const fits = !isRest || sized === "threshold" || sized === "icon";
    const look = innermost && fits && text !== "" ? looks[column.measure]?.(value) : undefined;
    return {
      content:
        look !== undefined ? looked(text, look, words) : text === "" && hasRecords ? "–" : text,
      text,
      kind: negative + (column.kind === "leaf" ? "" : column.kind),
    };
  };

  const headers = layout.headers.map((header): GridHeaderCell => {
    const text = headerLabel(header);
    const name = header.measure === undefined ? undefined : result.measures[header.measure]?.name;
    const dir =
      name === undefined ? null : valueSortOf(spec, "rows", name, pathOf(result.cols, header.node));
    const sorts = name !== undefined && spec.rows.length > 0;
    const isTotal =
      header.role === "measure"
        ? layout.columns[header.col]?.kind !== "leaf"
        : header.role !== "member";
    return {
      key: header.key,
      content: header.role === "member" ? labelled(header.node, text) : text,
      text,
      kind: `${header.role}${header.measure === undefined ? "" : " leaf"}${isTotal ? " total" : ""}`,
      line: header.line,
      rowSpan: header.rowSpan,
      col: header.col,
      colSpan: header.colSpan,
      sort: sorts ? (dir === null ? "none" : ariaSort[dir]) : undefined,
      expanded: header.expanded,
    };
  });

  const widths = layout.columns.map(() => narrowest);
  const widen = (col: number, width: number): void => {
    widths[col] = Math.max(widths[col] ?? 0, width);
  };
  for (const header of headers) {
    if (header.colSpan !== 1) continue;
    const signs = (header.sort === undefined ? 0 : 18) + (header.expanded === undefined ? 0 : 20);
    widen(header.col, Math.min(widthOf(header.text, 24 + signs), 200));
  }
  let widestMeasured = 0;
  const widest = (): number => {
    if (widestMeasured === 0) widestMeasured = Math.max(...widths.slice(0, columnsMeasured));
    return widestMeasured;
  };
  const lines = [...layout.rows.slice(0, rowsMeasured).keys(), layout.rows.length - 1];
  const icons = new Set(
    (view.conditional ?? []).filter(({ kind }) => kind === "icon").map(({ measure }) => measure),
  );
  const iconRoom = (measure: number): number =>
    icons.has(result.measures[measure]?.name ?? "") ? 42 : 24;
  const isNumeric = result.measures.map(({ type }) => numeric.has(type));
  /** The lines whose texts can be the widest of a column: of numbers the least and the greatest, of others all. */
  const widestLines = (column: LayoutColumn): readonly number[] => {
    if (isNumeric[column.measure] !== true) return lines;
    let [least, most] = [0, 0];
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of lines) {
      const node = layout.rows[row]?.node.index;
      const value =
        node === undefined ? null : result.cell(node, column.node.index, column.measure);
      if (value === null) continue;
      const number = Number(value);
      if (number < low) [low, least] = [number, row];
      if (number > high) [high, most] = [number, row];
    }
    return least === most ? [most] : [least, most];
  };
  const columns = layout.columns.map((column, col) => {
    // Of very wide tables only the first columns are measured; the others are as wide as the widest of them.
    if (col < columnsMeasured) {
      for (const row of widestLines(column))
        widen(col, widthOf(cell(row, col).text, iconRoom(column.measure)));
    } else widen(col, widest());
    return { key: column.key, width: clamp(widths[col] ?? 0, narrowest, 260) };
  });

  const corner =
    spec.rows.map((dim) => describeLevel(dim, words)).join(" › ") ||
    (layout.headerLines === spec.cols.length ? (measureLabels[0] ?? "") : "");
  let rowHeaderWidth = widthOf(corner, 32);
  for (const [row, line] of layout.rows.slice(0, 400).entries()) {
    const indent = (Math.max(line.node.level, 1) - 1) * 16;
    rowHeaderWidth = Math.max(
      rowHeaderWidth,
      widthOf(rowLabel(row), (spec.rows.length > 1 ? 52 : 28) + indent),
    );
  }

  const model: GridModel = {
    rowCount: layout.rows.length,
    columns,
    headerLines: layout.headerLines,
    headers,
    corner: { content: <span className="ennead-grid-label">{corner}</span>, text: corner },
    rowHeaderWidth: clamp(rowHeaderWidth, 140, 340),
    rowKey: (row) => String(layout.rows[row]?.node.index ?? row),
    rowKind: (row) => layout.rows[row]?.kind,
    rowHeader: (row) => {
      const line = layout.rows[row];
      const text = rowLabel(row);
      if (line === undefined) return { content: text, text, level: 1, position: 1, siblings: 1 };
      return {
        content: line.kind === "total" ? text : labelled(line.node, text),
        text,
        level: Math.max(line.node.level, 1),
        position: line.position,
        siblings: line.siblings,
        expanded: line.expanded,
        kind: line.kind,
      };
    },
    cell,
    pinLastRow: layout.hasTotalRow,
    tree: spec.rows.length > 1,
  };
  const columnLabel = (col: number): string => {
    const column = layout.columns[col];
    if (column === undefined) return "";
    const path: string[] = [];
    let node: AxisNode | undefined = column.node;
    while (node !== undefined && node.level > 0) {
      path.unshift(member("cols", node));
      node = result.cols.nodes[node.parent];
    }
    if (layout.headerLines > spec.cols.length || path.length === 0) {
      path.push(measureLabels[column.measure] ?? "");
    }
    return path.join(" › ");
  };
  return { model, layout, rowLabel, columnLabel };
};
