"use client";
import {
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { accessStrings } from "../strings.ts";
import { inRange, walkGrid, type GridSpot } from "./grid-walk.ts";

export interface GridHead {
  readonly key: string;
  readonly label: string;
  /** Said below the label, or as a hint over a column. */
  readonly note?: string | undefined;
  /** A column that says nothing: its choice is drawn faintly. */
  readonly quiet?: boolean;
}

/** What is known of a cell beside its value. */
export interface CellState {
  readonly on: boolean;
  readonly changed: boolean;
  /** Somebody else changed it too. */
  readonly conflict: boolean;
  /** Why it was refused. */
  readonly fault?: string | undefined;
}

export interface CellGridProps {
  readonly label: string;
  /** What the rows are. */
  readonly corner: string;
  readonly rows: readonly GridHead[];
  readonly columns: readonly GridHead[];
  /** `check`: each cell is on or off; `choice`: one of each row is on. */
  readonly kind: "check" | "choice";
  readonly stateOf: (row: string, column: string) => CellState;
  /** Cells become on or off together; of a choice the column that is chosen comes for each row. */
  readonly onSet: (cells: readonly (readonly [row: string, column: string])[], on: boolean) => void;
}

const start: GridSpot = { row: 0, col: 0 };

/**
 * A table of boxes, or of choices by row, as one grid: arrows walk, Home and End go to the ends of the row, with Control
 * of the grid, Shift marks a range, Space changes all that is marked.
 */
export const CellGrid = (props: CellGridProps): ReactNode => {
  const { label, corner, rows, columns, kind, stateOf, onSet } = props;
  const { formats } = useEnnead();
  const strings = useStrings(accessStrings);
  const table = useRef<HTMLTableElement>(null);
  const id = useId();
  const [held, setHeld] = useState({ at: start, anchor: start });
  const last = { row: rows.length - 1, col: columns.length - 1 };
  const clamp = ({ row, col }: GridSpot): GridSpot => ({
    row: Math.max(0, Math.min(row, last.row)),
    col: Math.max(0, Math.min(col, last.col)),
  });
  const at = clamp(held.at);
  const anchor = clamp(held.anchor);
  const ranged = at.row !== anchor.row || at.col !== anchor.col;

  const go = (to: GridSpot, extend: boolean): void => {
    setHeld({ at: to, anchor: extend ? anchor : to });
    table.current
      ?.querySelector<HTMLElement>(`[data-row="${to.row}"][data-col="${to.col}"]`)
      ?.focus();
  };
  const press = (spot: GridSpot): void => {
    const column = columns[spot.col];
    const row = rows[spot.row];
    if (column === undefined || row === undefined) return;
    const reached = inRange(spot, at, anchor) ? [at, anchor] : [spot, spot];
    const [one = spot, other = spot] = reached;
    const cells = rows.flatMap((head, r) =>
      columns.flatMap((name, c) =>
        inRange({ row: r, col: c }, one, other) && (kind === "check" || c === spot.col)
          ? [[head.key, name.key] as const]
          : [],
      ),
    );
    onSet(cells, kind === "choice" || !stateOf(row.key, column.key).on);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      press(at);
      return;
    }
    if (event.key === "Escape" && ranged) {
      event.stopPropagation();
      setHeld({ at, anchor: at });
      return;
    }
    if (control && event.key.toLowerCase() === "a") {
      event.preventDefault();
      setHeld({ at: last, anchor: start });
      table.current
        ?.querySelector<HTMLElement>(`[data-row="${last.row}"][data-col="${last.col}"]`)
        ?.focus();
      return;
    }
    const rtl = formats.direction === "rtl";
    const to = walkGrid(at, { key: event.key, control, rtl }, rows.length, columns.length);
    if (to === undefined) return;
    event.preventDefault();
    go(to, event.shiftKey);
  };
  const onClick = (event: MouseEvent<HTMLElement>, spot: GridSpot): void => {
    if (event.shiftKey) {
      go(spot, true);
      return;
    }
    press(spot);
    if (!(ranged && inRange(spot, at, anchor))) go(spot, false);
  };
  return (
    <table
      ref={table}
      // Rows and columns of a table, walked by keys as a grid.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      className="ennead-access-grid"
      aria-label={label}
      aria-multiselectable="true"
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        // Some browsers press a button when Space comes up: it has changed the cells already.
        if (event.key === " ") event.preventDefault();
      }}
    >
      <thead>
        <tr>
          <th scope="col" className="ennead-access-corner">
            {corner}
          </th>
          {columns.map((column) => (
            <th key={column.key} scope="col" title={column.note}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          <tr key={row.key}>
            <th scope="row">
              <span className="ennead-access-row-label">{row.label}</span>
              {row.note === undefined ? null : (
                <span className="ennead-access-row-note">{row.note}</span>
              )}
            </th>
            {columns.map((column, c) => {
              const spot = { row: r, col: c };
              const state = stateOf(row.key, column.key);
              const isHere = r === at.row && c === at.col;
              const marked = ranged && inRange(spot, at, anchor);
              const notes = [
                state.changed ? strings.changed : "",
                state.conflict ? strings.conflict : "",
              ].filter((note) => note !== "");
              const faultId = `${id}-${r}-${c}`;
              return (
                <td
                  key={column.key}
                  aria-selected={marked}
                  data-changed={state.changed ? "" : undefined}
                  data-conflict={state.conflict ? "" : undefined}
                  data-fault={state.fault === undefined ? undefined : ""}
                >
                  <button
                    type="button"
                    role={kind === "check" ? "checkbox" : "radio"}
                    className="ennead-access-box"
                    data-kind={kind}
                    data-quiet={column.quiet === true ? "" : undefined}
                    data-row={r}
                    data-col={c}
                    tabIndex={isHere ? 0 : -1}
                    aria-checked={state.on}
                    aria-label={[strings.cell(row.label, column.label), ...notes].join(", ")}
                    {...(state.fault === undefined ? {} : { "aria-describedby": faultId })}
                    onClick={(event) => onClick(event, spot)}
                    // A press must not move the focus before it is known whether it marks a range.
                    onMouseDown={(event) => event.preventDefault()}
                    onFocus={() =>
                      setHeld((before) =>
                        before.at.row === r && before.at.col === c
                          ? before
                          : { at: spot, anchor: spot },
                      )
                    }
                  >
                    {state.on && kind === "check" ? <Icon name="check" /> : null}
                  </button>
                  {state.fault === undefined ? null : (
                    <span id={faultId} className="ennead-access-cell-fault" role="note">
                      {state.fault}
                    </span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
