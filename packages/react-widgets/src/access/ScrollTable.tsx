"use client";
import type { ReactNode } from "react";

export interface ScrollTableProps {
  readonly label: string;
  readonly columns: readonly string[];
  /** Cells of each row, the first of them its heading. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** A plain table that scrolls sideways where it does not fit, by keys too. */
export const ScrollTable = ({ label, columns, rows }: ScrollTableProps): ReactNode => (
  // A region that scrolls must be reached by keys.
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <section className="ennead-access-scroll" aria-label={label} tabIndex={0}>
    <table className="ennead-access-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [head, ...cells] }) => (
          <tr key={key}>
            <th scope="row">{head}</th>
            {cells.map((cell, at) => (
              <td key={columns[at + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
