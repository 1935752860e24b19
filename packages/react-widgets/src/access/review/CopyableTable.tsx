"use client";
import { csv } from "@ennead/core/export";
import { useState, type ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { ScrollTable } from "../ScrollTable.tsx";
import { reviewStrings } from "./review-strings.ts";

export interface CopyableTableProps {
  readonly title: string;
  readonly empty: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

/** A table of texts, and the same as CSV in the clipboard: no cell of it runs in a spreadsheet. */
export const CopyableTable = ({ title, empty, columns, rows }: CopyableTableProps): ReactNode => {
  const words = useStrings(reviewStrings);
  const { announce } = useEnnead();
  const [refused, setRefused] = useState(false);
  const copy = async (): Promise<void> => {
    const text = csv({
      columns: columns.map((label) => ({ name: label, label, type: "text" as const })),
      rows: rows.map(({ cells }) => cells),
    });
    try {
      await navigator.clipboard.writeText(text);
      setRefused(false);
      announce(words.copied(rows.length));
    } catch {
      setRefused(true);
    }
  };
  return (
    <section className="ennead-access-grids" aria-label={title}>
      <div className="ennead-access-head">
        <h3>
          {title} <span className="ennead-access-quiet">{rows.length}</span>
        </h3>
        {rows.length === 0 ? null : (
          <button
            type="button"
            className="ennead-button"
            onClick={() => {
              void copy();
            }}
          >
            {words.copy}
          </button>
        )}
      </div>
      {refused ? (
        <p className="ennead-access-alert" role="alert">
          {words.notCopied}
        </p>
      ) : null}
      {rows.length === 0 ? (
        <p className="ennead-access-quiet">{empty}</p>
      ) : (
        <ScrollTable label={`${title}: ${rows.length}`} columns={columns} rows={rows} />
      )}
    </section>
  );
};
