"use client";
import type { CellValue, Explanation, RecordPage } from "@ennead/core/pivot";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { useEnnead, useStrings } from "../kernel/context.ts";
import { Icon } from "../kernel/icons.tsx";
import { describeValue } from "./describe.ts";
import { drillStrings } from "./drill-strings.ts";
import type { Drill } from "./engine.ts";
import { cellText, memberText, pathText } from "./format.ts";
import { nodeAt, type PathMember } from "./path.ts";
import { recordText } from "./record-text.ts";
import type { PivotReportState } from "./usePivotReport.ts";
import { named } from "./view-parts.ts";

/** A cell by its members, so that it is found again after a sort. */
export interface CellPlace {
  readonly row: readonly PathMember[];
  readonly col: readonly PathMember[];
  readonly measure: string;
}

export type DrillTab = "why" | "records";

export interface DrillPanelProps {
  readonly state: PivotReportState;
  readonly place: CellPlace;
  readonly tab: DrillTab;
  readonly onTab: (tab: DrillTab) => void;
  readonly onClose: () => void;
}

interface PartProps {
  readonly state: PivotReportState;
  readonly drill: Drill;
  readonly place: CellPlace;
}

const cellPath = ({ state, drill, place }: PartProps): string => {
  const { rows, cols } = drill.result;
  const [row, col] = [nodeAt(rows, place.row)?.index ?? 0, nodeAt(cols, place.col)?.index ?? 0];
  return pathText(drill.result, state.resultSpec, row, col, state.words);
};

/** Writes cells of a measure as the table does. */
const writer = ({ state, drill }: PartProps, measure: string): ((cell: CellValue) => string) => {
  const { words, resultSpec, dataset, value } = state;
  const at = drill.result.measures.findIndex(({ name }) => name === measure);
  const held = resultSpec.values.find(({ name }) => name === measure);
  const given = named(value.view.formats, measure);
  return cellText(drill.result, at, held, dataset, words, given);
};

const Formula = ({ why, ...part }: PartProps & { readonly why: Explanation }): ReactNode => {
  const text = useStrings(drillStrings);
  if (why.formula === undefined) return null;
  return (
    <section>
      <h4>{text.formula}</h4>
      <code className="ennead-pivot-formula-echo">
        {why.formula.map((piece, at) =>
          piece.kind === "text" ? (
            piece.text
          ) : (
            // Pieces have no other name than their place, and never move.
            // oxlint-disable-next-line react/no-array-index-key
            <b key={at} title={piece.name}>
              {piece.value === null ? text.noValue : writer(part, piece.name)(piece.value)}
            </b>
          ),
        )}
      </code>
    </section>
  );
};

const Compared = ({ why, ...part }: PartProps & { readonly why: Explanation }): ReactNode => {
  const text = useStrings(drillStrings);
  const { shown } = why;
  if (shown === undefined) return null;
  const write = writer(part, shown.of);
  const line = (label: string, value: CellValue): ReactNode => (
    <div key={label}>
      <dt>{label}</dt>
      <dd>{value === null ? text.noValue : write(value)}</dd>
    </div>
  );
  return (
    <section>
      <h4>{text.compared}</h4>
      <dl className="ennead-pivot-facts">
        {line(text.itself, shown.value)}
        {shown.compared.map(({ role, value }) => line(text.roles[role], value))}
      </dl>
    </section>
  );
};

const Parts = ({ why, ...part }: PartProps & { readonly why: Explanation }): ReactNode => {
  const text = useStrings(drillStrings);
  const { state, drill, place } = part;
  const { words, resultSpec } = state;
  if (why.topMembers.length === 0) return null;
  const write = writer(part, place.measure);
  return (
    <section>
      <h4>{text.biggestMembers}</h4>
      <dl className="ennead-pivot-facts">
        {why.topMembers.map((member) => {
          const node = drill.result[member.axis].nodes[member.node];
          if (node === undefined) return null;
          const share = member.share === null ? "" : ` · ${words.formats.percent(member.share)}`;
          return (
            <div key={member.node}>
              <dt>{memberText(node, resultSpec[member.axis][node.level - 1], words)}</dt>
              <dd>
                {member.value === null ? text.noValue : write(member.value)}
                {share}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
};

const Biggest = ({ why, ...part }: PartProps & { readonly why: Explanation }): ReactNode => {
  const text = useStrings(drillStrings);
  const { dataset, object, resultSpec, words } = part.state;
  const held = resultSpec.values.find(({ name }) => name === part.place.measure);
  const field = held !== undefined && "agg" in held ? held.field : undefined;
  if (why.topRecords.length === 0 || dataset === undefined || field === undefined) return null;
  const nameField = object?.nameField ?? "name";
  const isOwn = dataset.columns.has(field);
  return (
    <section>
      <h4>{text.biggestRecords}</h4>
      <dl className="ennead-pivot-facts">
        {why.topRecords.map(({ row, value }) => (
          <div key={row}>
            <dt>{recordText(dataset, nameField, row, words) || String(row + 1)}</dt>
            <dd>{isOwn ? recordText(dataset, field, row, words) : String(value ?? "")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

const Why = (part: PartProps): ReactNode => {
  const { state, drill, place } = part;
  const { formats } = state.words;
  const text = useStrings(drillStrings);
  const why = useMemo(
    () => drill.explain(place.row, place.col, place.measure),
    [drill, place.row, place.col, place.measure],
  );
  if (why === undefined) return <p>{text.gone}</p>;
  const { records, counted } = why;
  return (
    <>
      <p className="ennead-pivot-why-value">
        {why.value === null ? text.noValue : writer(part, place.measure)(why.value)}
      </p>
      <p>
        {counted === records
          ? text.all(formats.number(records), records === 1)
          : text.counted(formats.number(counted), formats.number(records), records === 1)}
      </p>
      <Formula {...part} why={why} />
      <Compared {...part} why={why} />
      <Parts {...part} why={why} />
      <Biggest {...part} why={why} />
    </>
  );
};

/** What a record is told by: its name, what the report groups by and measures, then the other fields. */
const columnsOf = ({ object, fields, resultSpec, dataset }: PivotReportState) => {
  const asked = [
    object?.nameField ?? "name",
    ...[...resultSpec.rows, ...resultSpec.cols].map(({ field }) => field),
    ...resultSpec.values.flatMap((value) =>
      "agg" in value && value.field !== undefined ? [value.field] : [],
    ),
    ...fields.filter(({ system }) => !system).map(({ name }) => name),
  ];
  return [...new Set(asked)]
    .filter(
      (name) => dataset?.columns.has(name) === true && fields.some((one) => one.name === name),
    )
    .slice(0, 12);
};

const Records = ({ state, drill, place }: PartProps): ReactNode => {
  const { dataset, words } = state;
  const { fieldOf, formats } = words;
  const text = useStrings(drillStrings);
  const [pages, setPages] = useState<readonly RecordPage[]>(() => [
    drill.records(place.row, place.col, { value: place.measure }),
  ]);
  if (dataset === undefined) return null;
  const columns = columnsOf(state);
  const rows = pages.flatMap((page) => [...page.rows]);
  const last = pages.at(-1);
  const next = last?.next ?? null;
  return (
    <>
      <p>{text.more(formats.number(rows.length), formats.number(last?.total ?? 0))}</p>
      <div className="ennead-pivot-records">
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {fieldOf(name).label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                {columns.map((name) => (
                  <td key={name} data-kind={fieldOf(name).kind}>
                    {recordText(dataset, name, row, words)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next === null ? null : (
        <button
          type="button"
          className="ennead-button"
          onClick={() => {
            const query = { value: place.measure, after: next };
            setPages([...pages, drill.records(place.row, place.col, query)]);
          }}
        >
          {text.showMore}
        </button>
      )}
    </>
  );
};

/** Beside the table: why a cell is what it is, and the records beneath it. Escape gives the focus back to the cell. */
export const DrillPanel = (props: DrillPanelProps): ReactNode => {
  const { state, place, tab, onTab, onClose } = props;
  const { words, resultSpec } = state;
  const { announce } = useEnnead();
  const text = useStrings(drillStrings);
  const drill = useMemo(() => state.drill(resultSpec), [state, resultSpec]);
  const heading = useRef<HTMLHeadingElement>(null);
  const key = JSON.stringify(place);
  // Another cell is another beginning.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => heading.current?.focus(), [key]);
  const measure = resultSpec.values.find(({ name }) => name === place.measure);
  const path = drill === undefined ? "" : cellPath({ state, drill, place });
  const title = [
    measure === undefined ? words.strings.recordCount : describeValue(measure, words),
    path === "" ? text.total : path,
  ].join(" · ");
  useEffect(() => announce(text.opened(title)), [announce, text, title]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // Escape closes it from everywhere inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside className="ennead-pivot-drill" aria-label={text.panel} onKeyDown={onKeyDown}>
      <header>
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        <button type="button" className="ennead-tool" aria-label={text.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <fieldset className="ennead-segments">
        <legend className="ennead-hidden">{text.panel}</legend>
        {(["why", "records"] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="ennead-segment"
            aria-pressed={tab === one}
            onClick={() => onTab(one)}
          >
            {text[one]}
          </button>
        ))}
      </fieldset>
      {/* Scrolls, so it must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="ennead-pivot-drill-body" tabIndex={0}>
        {drill === undefined ? (
          <p>{text.gone}</p>
        ) : tab === "why" ? (
          <Why state={state} drill={drill} place={place} />
        ) : (
          <Records key={key} state={state} drill={drill} place={place} />
        )}
      </div>
    </aside>
  );
};
