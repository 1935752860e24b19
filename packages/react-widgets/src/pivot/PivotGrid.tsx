"use client";
import type { KeyboardEvent, MouseEvent, ReactNode } from "react";

import { VirtualGrid } from "../kernel/grid/VirtualGrid.tsx";
import type { OpenDrill } from "./DrillArea.tsx";
import type { DrillTab } from "./DrillPanel.tsx";
import { valueSortOf } from "./edit.ts";
import type { PivotTable } from "./grid-model.tsx";
import { pathOf } from "./path.ts";
import type { PivotReportState } from "./usePivotReport.ts";

export interface PivotGridProps {
  readonly state: PivotReportState;
  readonly table: PivotTable;
  readonly label: string;
  readonly onDrill: OpenDrill;
}

const nextDirection = { none: "desc", desc: "asc", asc: null } as const;

/** The body cell an event comes from, by its row and column on screen. */
const cellOf = (target: EventTarget): readonly [row: number, col: number] | undefined => {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[role=gridcell]") : null;
  const [row = -1, col = -1] = cell?.dataset["place"]?.split(":").map(Number) ?? [];
  return row < 0 || col < 0 ? undefined : [row, col];
};

/**
 * The numbers: rows as a tree, columns as headers in levels; a header sorts the rows by its column. Enter or a double
 * click on a cell asks why it is what it is, Shift+Enter for its records.
 */
export const PivotGrid = ({ state, table, label, onDrill }: PivotGridProps): ReactNode => {
  const { actions, resultSpec, result } = state;
  const { layout, model } = table;
  const headerOf = (key: string) => layout.headers.find((header) => header.key === key);

  const open = (target: EventTarget, tab: DrillTab): boolean => {
    const [row = -1, col = -1] = cellOf(target) ?? [];
    const [line, column] = [layout.rows[row], layout.columns[col]];
    if (result === undefined || line === undefined || column === undefined) return false;
    const place = {
      row: pathOf(result.rows, line.node),
      col: pathOf(result.cols, column.node),
      measure: result.measures[column.measure]?.name ?? "",
    };
    onDrill(place, tab);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (open(event.target, event.shiftKey ? "records" : "why")) event.preventDefault();
  };
  const onDoubleClick = (event: MouseEvent): void => {
    open(event.target, "why");
  };
  return (
    // The cells hold the focus; this listens for all of them.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="ennead-pivot-grid" onKeyDown={onKeyDown} onDoubleClick={onDoubleClick}>
      <VirtualGrid
        label={label}
        model={model}
        tree
        busy={state.stale}
        onToggleRow={(row) => {
          const line = layout.rows[row];
          if (line?.expanded === undefined || result === undefined) return;
          const path = pathOf(result.rows, line.node);
          actions.toggle("rows", path, table.rowLabel(row), !line.expanded);
        }}
        onToggleColumn={(key) => {
          const header = headerOf(key);
          if (header?.expanded === undefined || result === undefined) return;
          const text = model.headers.find((cell) => cell.key === key)?.text ?? "";
          actions.toggle("cols", pathOf(result.cols, header.node), text, !header.expanded);
        }}
        onSort={(key) => {
          const header = headerOf(key);
          const name =
            header?.measure === undefined ? undefined : result?.measures[header.measure]?.name;
          if (header === undefined || name === undefined || result === undefined) return;
          const path = pathOf(result.cols, header.node);
          const held = valueSortOf(resultSpec, "rows", name, path);
          actions.sortByValue("rows", name, path, nextDirection[held ?? "none"]);
        }}
      />
    </div>
  );
};
