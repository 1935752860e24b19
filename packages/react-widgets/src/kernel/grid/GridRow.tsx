"use client";
// Cells are placed one by one, so a table element cannot hold them: roles say what they are.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { memo, type NamedExoticComponent } from "react";

import { Icon } from "../icons.tsx";
import type { GridModel } from "./model.ts";

export interface GridRowProps {
  readonly model: GridModel;
  readonly row: number;
  /** Start of each column, and the end of the last, in pixels from the row's own start. */
  readonly offsets: readonly number[];
  readonly visible: readonly number[];
  /** Column of this row that holds the one tab stop; null when it is in another row. */
  readonly activeCol: number | null;
  /** First and last selected column of this row; null when none is. */
  readonly selectedFrom: number | null;
  readonly selectedTo: number | null;
  readonly width: number;
  readonly height: number;
  /** Pixels from the start of the body; absent in the foot, which places itself. */
  readonly top?: number;
  readonly onToggle: ((row: number) => void) | undefined;
}

/** Keeps the focus on the cell: a toggle is only a place to point at, the keys work on the header itself. */
const keepFocus = (event: { readonly preventDefault: () => void }): void => event.preventDefault();

/**
 * One line: its header, which stays in sight, and the cells of the visible columns. All it gets are plain values, so
 * that moving through the table renders the two lines concerned, not all of them.
 */
export const GridRow: NamedExoticComponent<GridRowProps> = memo((props: GridRowProps) => {
  const { model, row, offsets, activeCol, selectedFrom, selectedTo, width, height, top } = props;
  const header = model.rowHeader(row);
  const selected = (col: number) =>
    selectedFrom !== null && selectedTo !== null && col >= selectedFrom && col <= selectedTo
      ? { "aria-selected": true }
      : {};
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
      style={{
        inlineSize: width,
        blockSize: height,
        ...(top === undefined ? {} : { insetBlockStart: top }),
      }}
    >
      <div
        className="ennead-grid-row-header"
        role="rowheader"
        data-place={`${row}:-1`}
        data-kind={header.kind}
        aria-colindex={1}
        tabIndex={activeCol === -1 ? 0 : -1}
        style={{
          inlineSize: model.rowHeaderWidth,
          paddingInlineStart: (model.tree ? 8 : 12) + (header.level - 1) * 16,
        }}
        {...selected(-1)}
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
            onMouseDown={keepFocus}
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
            tabIndex={activeCol === col ? 0 : -1}
            style={{ insetInlineStart: offsets[col] ?? 0, inlineSize: column?.width ?? 0 }}
            {...selected(col)}
          >
            {cell.content}
          </div>
        );
      })}
    </div>
  );
});
GridRow.displayName = "GridRow";
