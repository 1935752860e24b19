"use client";
// Cells are placed one by one, so a table element cannot hold them: roles say what they are.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import type { CSSProperties, ReactNode } from "react";

import { Icon } from "../icons.tsx";
import {
  isInArea,
  type GridArea,
  type GridHeaderCell,
  type GridModel,
  type GridPlace,
} from "./model.ts";

export interface GridHeaderProps {
  readonly model: GridModel;
  readonly offsets: readonly number[];
  readonly visible: readonly number[];
  readonly active: GridPlace;
  readonly area: GridArea | null;
  readonly rowHeight: number;
  readonly size: CSSProperties;
  readonly onToggleColumn: ((key: string) => void) | undefined;
  readonly onSort: ((key: string) => void) | undefined;
}

const SortMark = ({ sort }: { readonly sort: GridHeaderCell["sort"] }): ReactNode =>
  sort === undefined ? null : (
    <span className="ennead-grid-sort" data-sort={sort}>
      <Icon name={sort === "ascending" ? "arrowUp" : "arrowDown"} />
    </span>
  );

/** The header lines, which stay in sight; a label that spans columns follows the scroll within its span. */
export const GridHeader = (props: GridHeaderProps): ReactNode => {
  const { model, offsets, visible, active, area, rowHeight } = props;
  const first = visible[0] ?? 0;
  const last = visible.at(-1) ?? -1;
  const isActive = (cell: GridHeaderCell): boolean =>
    active.row === cell.line - model.headerLines &&
    active.col >= cell.col &&
    active.col < cell.col + cell.colSpan;
  const cornerActive = active.row < 0 && active.col === -1;

  const headerCell = (cell: GridHeaderCell): ReactNode => {
    const row = cell.line - model.headerLines;
    const start = offsets[cell.col] ?? 0;
    const end = offsets[cell.col + cell.colSpan] ?? start;
    const sorts = cell.sort !== undefined;
    return (
      // Enter and Space are handled by the grid for the focused cell.
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
      <div
        key={cell.key}
        className="ennead-grid-column-header"
        role="columnheader"
        data-place={`${row}:${cell.col}`}
        data-kind={cell.kind}
        data-sorts={sorts ? "" : undefined}
        aria-colindex={cell.col + 2}
        aria-colspan={cell.colSpan > 1 ? cell.colSpan : undefined}
        aria-rowspan={cell.rowSpan > 1 ? cell.rowSpan : undefined}
        aria-sort={cell.sort}
        aria-expanded={cell.expanded}
        tabIndex={isActive(cell) ? 0 : -1}
        style={{
          insetInlineStart: start,
          insetBlockStart: 0,
          inlineSize: end - start,
          blockSize: cell.rowSpan * rowHeight,
        }}
        onClick={() => {
          if (sorts) props.onSort?.(cell.key);
        }}
        {...(area !== null && isInArea(area, row, cell.col) ? { "aria-selected": true } : {})}
      >
        <span
          className="ennead-grid-span"
          style={{ insetInlineStart: model.rowHeaderWidth + 8, insetInlineEnd: 8 }}
        >
          {cell.expanded === undefined ? null : (
            <button
              type="button"
              className="ennead-grid-toggle"
              data-open={cell.expanded}
              tabIndex={-1}
              aria-hidden="true"
              onMouseDown={(event) => event.preventDefault()}
              onClick={(event) => {
                event.stopPropagation();
                props.onToggleColumn?.(cell.key);
              }}
            >
              <Icon name="chevronEnd" />
            </button>
          )}
          <SortMark sort={cell.sort} />
          <span className="ennead-grid-label" title={cell.text}>
            {cell.content}
          </span>
        </span>
      </div>
    );
  };

  return (
    <div className="ennead-grid-head" role="rowgroup" style={props.size}>
      {Array.from({ length: model.headerLines }, (_, line) => (
        <div
          // Header lines have no identity but their place.
          key={line}
          className="ennead-grid-head-row"
          role="row"
          aria-rowindex={line + 1}
          style={{ ...props.size, blockSize: rowHeight }}
        >
          {line === 0 ? (
            <div
              className="ennead-grid-corner"
              role="columnheader"
              data-place={`${-model.headerLines}:-1`}
              aria-colindex={1}
              aria-rowspan={model.headerLines > 1 ? model.headerLines : undefined}
              tabIndex={cornerActive ? 0 : -1}
              style={{
                inlineSize: model.rowHeaderWidth,
                blockSize: model.headerLines * rowHeight,
              }}
            >
              {model.corner.content}
            </div>
          ) : null}
          {model.headers
            .filter(
              (cell) => cell.line === line && cell.col <= last && cell.col + cell.colSpan > first,
            )
            .map((cell) => headerCell(cell))}
        </div>
      ))}
    </div>
  );
};
