"use client";
import type { ReactNode } from "react";

import { VirtualGrid } from "../kernel/grid/VirtualGrid.tsx";
import { valueSortOf } from "./edit.ts";
import type { PivotTable } from "./grid-model.tsx";
import { pathOf } from "./path.ts";
import type { PivotReportState } from "./usePivotReport.ts";

export interface PivotGridProps {
  readonly state: PivotReportState;
  readonly table: PivotTable;
  readonly label: string;
}

const nextDirection = { none: "desc", desc: "asc", asc: null } as const;

/** The numbers: rows as a tree, columns as headers in levels; a header sorts the rows by its column. */
export const PivotGrid = ({ state, table, label }: PivotGridProps): ReactNode => {
  const { actions, resultSpec, result } = state;
  const { layout, model } = table;
  const headerOf = (key: string) => layout.headers.find((header) => header.key === key);
  return (
    <VirtualGrid
      label={label}
      model={model}
      tree
      busy={state.stale}
      onToggleRow={(row) => {
        const line = layout.rows[row];
        if (line?.expanded === undefined || result === undefined) return;
        actions.toggle("rows", pathOf(result.rows, line.node), table.rowLabel(row), !line.expanded);
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
  );
};
