"use client";
import { chartRows, type ChartFormats, type ChartMark, type ChartTable } from "@ennead/core/chart";
import { useState, type KeyboardEvent, type ReactNode } from "react";

import { useStrings } from "../context.ts";
import { kernelStrings } from "../strings.ts";
import { chartStrings } from "./strings.ts";
import type { MarkAnchor } from "./walk.ts";

/** More cells than these make a page slow, and nobody reads them here. */
const mostCells = 5000;

export interface ChartTwinProps {
  readonly title: string;
  readonly table: ChartTable;
  readonly formats: ChartFormats;
  /** Called when a number is pressed: it stands for the same as its mark in the drawing. */
  readonly onMark?: ((mark: ChartMark, at: MarkAnchor) => void) | undefined;
}

const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** Moves among the numbers, over those that are empty; false where there is none in that direction. */
const moveFocus = (from: HTMLElement, [down, right]: readonly [number, number]): boolean => {
  const cell = from.closest("td");
  const body = from.closest("tbody");
  if (cell === null || body === null) return false;
  let row = (cell.parentElement as HTMLTableRowElement).sectionRowIndex + down;
  let col = cell.cellIndex + right;
  while (body.rows[row]?.cells[col] !== undefined) {
    const next = body.rows[row]?.cells[col]?.querySelector("button");
    if (next !== null && next !== undefined) {
      next.focus();
      return true;
    }
    row += down;
    col += right;
  }
  return false;
};

/** Arrow keys go from number to number. */
const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
  const step = steps[event.key];
  if (step === undefined || !(event.target instanceof HTMLButtonElement)) return;
  const [down, right] = step;
  const mirrored = getComputedStyle(event.currentTarget).direction === "rtl" ? -right : right;
  if (moveFocus(event.target, [down, mirrored])) event.preventDefault();
};

const Lines = ({ title, table, formats, onMark }: ChartTwinProps): ReactNode => {
  const kernel = useStrings(kernelStrings);
  const strings = useStrings(chartStrings);
  const [stop, setStop] = useState<string | null>(null);
  const most = Math.max(20, Math.floor(mostCells / Math.max(table.series.length, 1)));
  const { head, rows, categories, all } = chartRows(table, formats, { most });
  const [first, ...columns] = head;
  // One stop of the Tab key, however many numbers there are.
  const firstLine = rows.findIndex((row) => row.slice(1).some((text) => text !== ""));
  const firstStop = `${firstLine}:${(rows[firstLine]?.findIndex((text, at) => at > 0 && text !== "") ?? 0) - 1}`;
  return (
    <>
      {rows.length < all ? <p>{strings.linesCut(rows.length, all)}</p> : null}
      {/* The table scrolls sideways, so it must take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="ennead-chart-scroll" aria-label={strings.tableOf(title)} tabIndex={0}>
        {/* The numbers hold the focus; this listens for all of them. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <table className="ennead-chart-table" onKeyDown={onMark && onKeyDown}>
          <caption className="ennead-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{first === "" ? kernel.category : first}</th>
              {/* Two members may read the same; their place tells them apart, here and below. */}
              {columns.map((name, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <th key={index} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...values], at) => (
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <td key={index}>
                    {onMark === undefined || value === "" ? (
                      value
                    ) : (
                      <button
                        type="button"
                        className="ennead-chart-number"
                        tabIndex={(stop ?? firstStop) === `${at}:${index}` ? 0 : -1}
                        onFocus={() => setStop(`${at}:${index}`)}
                        onClick={({ currentTarget }) => {
                          const { left, bottom } = currentTarget.getBoundingClientRect();
                          const mark = { series: index, category: categories[at] ?? -1 };
                          onMark(mark, { x: left, y: bottom });
                        }}
                      >
                        {value}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};

/** The numbers of a chart as a table, made when it is opened. */
export const ChartTwin = (props: ChartTwinProps): ReactNode => {
  const strings = useStrings(kernelStrings);
  const [open, setOpen] = useState(false);
  return (
    <details
      className="ennead-chart-data"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{strings.dataTable}</summary>
      {open ? <Lines {...props} /> : null}
    </details>
  );
};
