"use client";
import type { CellValue, ColumnType, RecordPage } from "@ennead/core/pivot";
import { useState, type ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import type { CellPlace } from "./answers.ts";
import { CellProblem } from "./CellProblem.tsx";
import { drillStrings } from "./drill-strings.ts";
import type { Drill } from "./engine.ts";
import { recordText, valueText } from "./record-text.ts";
import { useStoredRecords, type StoredReport } from "./use-stored-cell.ts";
import type { PivotReportState } from "./usePivotReport.ts";

/** What a record is told by: its name, what the report groups by and measures, then the other fields. */
const columnsOf = (
  { object, fields, resultSpec }: PivotReportState,
  has: (name: string) => boolean,
): readonly string[] => {
  const asked = [
    object?.nameField ?? "name",
    ...[...resultSpec.rows, ...resultSpec.cols].map(({ field }) => field),
    ...resultSpec.values.flatMap((value) =>
      "agg" in value && value.field !== undefined ? [value.field] : [],
    ),
    ...fields.filter(({ system }) => !system).map(({ name }) => name),
  ];
  return [...new Set(asked)]
    .filter((name) => has(name) && fields.some((one) => one.name === name))
    .slice(0, 12);
};

interface Line {
  readonly key: string;
  readonly texts: readonly string[];
}

interface RecordTableProps {
  readonly state: PivotReportState;
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
  readonly total: number;
  /** Asks for the next page; undefined where there is none. */
  readonly onMore: (() => void) | undefined;
  readonly busy?: boolean;
}

const RecordTable = (props: RecordTableProps): ReactNode => {
  const { state, columns, lines, total, onMore, busy = false } = props;
  const { fieldOf, formats } = state.words;
  const text = useStrings(drillStrings);
  return (
    <>
      <p>{text.more(formats.number(lines.length), formats.number(total))}</p>
      <div className="ennead-pivot-records" aria-busy={busy}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" data-kind={fieldOf(name).kind}>
                  {fieldOf(name).label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, texts }) => (
              <tr key={key}>
                {texts.map((cell, at) => (
                  <td key={columns[at]} data-kind={fieldOf(columns[at] ?? "").kind}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {onMore === undefined ? null : (
        <button
          type="button"
          className="ennead-button"
          aria-disabled={busy}
          onClick={busy ? undefined : onMore}
        >
          {text.showMore}
        </button>
      )}
    </>
  );
};

export interface RecordsProps {
  readonly state: PivotReportState;
  readonly place: CellPlace;
}

/** From the records at hand. */
export const RecordsAtHand = ({
  state,
  place,
  drill,
}: RecordsProps & { readonly drill: Drill }): ReactNode => {
  const { dataset, words } = state;
  const { row, col, measure: value } = place;
  const [pages, setPages] = useState<readonly RecordPage[]>(() => [
    drill.records(row, col, { value }),
  ]);
  if (dataset === undefined) return null;
  const columns = columnsOf(state, (name) => dataset.columns.has(name));
  const last = pages.at(-1);
  const after = last?.next ?? null;
  const lines = pages
    .flatMap((page) => [...page.rows])
    .map((at) => ({
      key: String(at),
      texts: columns.map((name) => recordText(dataset, name, at, words)),
    }));
  const more = (): void =>
    setPages([...pages, drill.records(row, col, { value, after: after ?? 0 })]);
  return (
    <RecordTable
      state={state}
      columns={columns}
      lines={lines}
      total={last?.total ?? 0}
      onMore={after === null ? undefined : more}
    />
  );
};

/** From the server, a page at a time, with the fields and records that the reader may see now. */
export const RecordsTold = ({
  state,
  place,
  report,
}: RecordsProps & { readonly report: StoredReport }): ReactNode => {
  const asked = useStoredRecords(report, place);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = asked;
  const first = data?.pages[0];
  if (data === undefined || first === undefined) return <CellProblem asked={asked} />;
  const { words } = state;
  const types = new Map(first.columns.map(({ name, type }) => [name, type as ColumnType]));
  const columns = columnsOf(state, (name) => types.has(name));
  const textOf = (cells: Readonly<Record<string, CellValue>>, name: string): string => {
    const { currency = "" } = words.fieldOf(name);
    const code = cells[currency];
    const type = types.get(name) ?? "text";
    return valueText(cells[name] ?? null, type, typeof code === "string" ? code : "", words);
  };
  const lines = data.pages
    .flatMap(({ items }) => items)
    .map(({ id, cells }, at) => ({
      key: id ?? String(at),
      texts: columns.map((name) => textOf(cells, name)),
    }));
  return (
    <>
      <RecordTable
        state={state}
        columns={columns}
        lines={lines}
        total={first.total}
        onMore={hasNextPage ? () => void fetchNextPage() : undefined}
        busy={isFetchingNextPage}
      />
      {isFetchNextPageError ? <CellProblem asked={{ ...asked, refetch: fetchNextPage }} /> : null}
    </>
  );
};
