"use client";
// Cells are placed one by one, so a table element cannot hold them: roles say what they are.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import type { CSSProperties, ReactNode } from "react";

import { Icon } from "../icons.tsx";
import { isInArea, type GridArea, type GridModel, type GridPlace } from "./model.ts";

export interface GridRowProps {
  readonly model: GridModel;
  readonly row: number;
  /** Start of each column, and the end of the last, in pixels from the row's own start. */
  readonly offsets: readonly number[];
  readonly visible: readonly number[];
  readonly active: GridPlace;
  readonly area: GridArea | null;
  readonly rowHeight: number;
  readonly style: CSSProperties;
  readonly onToggle: ((row: number) => void) | undefined;
}

const selected = (area: GridArea | null, row: number, col: number) =>
  area !== null && isInArea(area, row, col) ? { "aria-selected": true } : {};

/** One line: its header, which stays in sight, and the cells of the visible columns. */
export const GridRow = (props: GridRowProps): ReactNode => {
  const { model, row, offsets, active, area } = props;
  const header = model.rowHeader(row);
  const isActive = (col: number): boolean => active.row === row && active.col === col;
  return (
    <div
      className="ennead-grid-row"
      role="row"
      data-kind={model.rowKind(row)}
      data-odd={row % 2 === 1 ? "" : undefined}
      aria-rowindex={model.headerLines + row + 1}
      aria-level={header.level}
      aria-posinset={header.position}
      aria-setsize={header.siblings}
      aria-expanded={header.expanded}
      style={props.style}
    >
      <div
        className="ennead-grid-row-header"
        role="rowheader"
        data-place={`${row}:-1`}
        data-kind={header.kind}
        aria-colindex={1}
        tabIndex={isActive(-1) ? 0 : -1}
        style={{
          inlineSize: model.rowHeaderWidth,
          paddingInlineStart: (model.tree ? 8 : 12) + (header.level - 1) * 16,
        }}
        {...selected(area, row, -1)}
      >
        {header.expanded === undefined ? (
          model.tree ? (
            <span className="ennead-grid-no-toggle" />
          ) : null
        ) : (
          <button
            type="button"
            className="ennead-grid-toggle"
            data-open={header.expanded}
            tabIndex={-1}
            aria-hidden="true"
            onClick={() => props.onToggle?.(row)}
          >
            <Icon name="chevronEnd" />
          </button>
        )}
        <span className="ennead-grid-label" title={header.text}>
          {header.content}
        </span>
      </div>
      {props.visible.map((col) => {
        const cell = model.cell(row, col);
        const column = model.columns[col];
        return (
          <div
            key={column?.key ?? col}
            className="ennead-grid-cell"
            role="gridcell"
            data-place={`${row}:${col}`}
            data-kind={cell.kind}
            aria-colindex={col + 2}
            tabIndex={isActive(col) ? 0 : -1}
            style={{ insetInlineStart: offsets[col] ?? 0, inlineSize: column?.width ?? 0 }}
            {...selected(area, row, col)}
          >
            {cell.content}
          </div>
        );
      })}
    </div>
  );
};
