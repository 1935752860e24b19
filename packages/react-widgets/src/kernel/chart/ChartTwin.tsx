"use client";
import { chartRows, type ChartFormats, type ChartTable } from "@ennead/core/chart";
import { useState, type ReactNode } from "react";

import { useStrings } from "../context.ts";
import { kernelStrings } from "../strings.ts";
import { chartStrings } from "./strings.ts";

/** More cells than these make a page slow, and nobody reads them here. */
const mostCells = 5000;

export interface ChartTwinProps {
  readonly title: string;
  readonly table: ChartTable;
  readonly formats: ChartFormats;
}

const Lines = ({ title, table, formats }: ChartTwinProps): ReactNode => {
  const kernel = useStrings(kernelStrings);
  const strings = useStrings(chartStrings);
  const most = Math.max(20, Math.floor(mostCells / Math.max(table.series.length, 1)));
  const { head, rows, all } = chartRows(table, formats, { most });
  const [first, ...columns] = head;
  return (
    <>
      {rows.length < all ? <p>{strings.linesCut(rows.length, all)}</p> : null}
      {/* The table scrolls sideways, so it must take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="ennead-chart-scroll" aria-label={strings.tableOf(title)} tabIndex={0}>
        <table className="ennead-chart-table">
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
                  <td key={index}>{value}</td>
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
