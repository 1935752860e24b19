"use client";
import type { CellValue } from "@ennead/core/pivot";
import { useEffect, useMemo, type ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import {
  reasonsAtHand,
  reasonsTold,
  writer,
  type CellPlace,
  type Fact,
  type Reasons,
} from "./answers.ts";
import { CellProblem } from "./CellProblem.tsx";
import { drillStrings } from "./drill-strings.ts";
import type { Drill } from "./engine.ts";
import { nodeAt } from "./path.ts";
import { useStoredReasons, type StoredReport } from "./use-stored-cell.ts";
import type { PivotReportState } from "./usePivotReport.ts";

interface ReasonsProps {
  readonly state: PivotReportState;
  readonly place: CellPlace;
  readonly why: Reasons;
}

const Formula = ({ state, why }: ReasonsProps): ReactNode => {
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
              {piece.value === null ? text.noValue : writer(state, piece.name)(piece.value)}
            </b>
          ),
        )}
      </code>
    </section>
  );
};

const Facts = ({
  title,
  facts,
}: {
  readonly title: string;
  readonly facts: readonly Fact[];
}): ReactNode =>
  facts.length === 0 ? null : (
    <section>
      <h4>{title}</h4>
      <dl className="ennead-pivot-facts">
        {facts.map(({ key, label, text }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );

const Compared = ({ state, why }: ReasonsProps): ReactNode => {
  const text = useStrings(drillStrings);
  const { shown } = why;
  if (shown === undefined) return null;
  const write = writer(state, shown.of);
  const said = (value: CellValue): string => (value === null ? text.noValue : write(value));
  const facts = [
    { key: "itself", label: text.itself, text: said(shown.value) },
    ...shown.compared.map(({ role, value }) => ({
      key: role,
      label: text.roles[role],
      text: said(value),
    })),
  ];
  return <Facts title={text.compared} facts={facts} />;
};

const Since = ({ state, why }: ReasonsProps): ReactNode => {
  const text = useStrings(drillStrings);
  const { formats, timeZone } = state.words;
  const { sinceDelivery: told } = why;
  if (told === undefined) return null;
  const { before, difference, share } = told;
  const change = [difference, share === undefined ? undefined : `(${share})`];
  return (
    <section>
      <h4>{text.sinceDelivery(formats.instant(told.at, timeZone))}</h4>
      <dl className="ennead-pivot-facts">
        <div>
          <dt>{text.wasThen}</dt>
          <dd>{before ?? text.noValue}</dd>
        </div>
        {difference === undefined ? null : (
          <div>
            <dt>{text.change}</dt>
            <dd>{change.filter((part) => part !== undefined).join(" ")}</dd>
          </div>
        )}
      </dl>
    </section>
  );
};

const WhyView = (props: ReasonsProps): ReactNode => {
  const { state, why } = props;
  const { formats } = state.words;
  const text = useStrings(drillStrings);
  const { records, counted } = why;
  return (
    <>
      <p className="ennead-pivot-why-value">{why.value ?? text.noValue}</p>
      <p>
        {counted === records
          ? text.all(formats.number(records), records === 1)
          : text.counted(formats.number(counted), formats.number(records), records === 1)}
      </p>
      <Formula {...props} />
      <Compared {...props} />
      <Since {...props} />
      <Facts title={text.biggestMembers} facts={why.members} />
      <Facts title={text.biggestRecords} facts={why.biggest} />
    </>
  );
};

export interface WhyProps {
  readonly state: PivotReportState;
  readonly place: CellPlace;
}

/** From the records at hand: a report that is being made, or narrowed by its reader. */
export const WhyAtHand = ({ drill, ...props }: WhyProps & { readonly drill: Drill }): ReactNode => {
  const { state, place } = props;
  const text = useStrings(drillStrings);
  const why = useMemo(() => reasonsAtHand(state, drill, place), [state, drill, place]);
  return why === undefined ? <p>{text.gone}</p> : <WhyView {...props} why={why} />;
};

/** From the server, which looks at the reader's rights again. */
export const WhyTold = ({
  report,
  ...props
}: WhyProps & { readonly report: StoredReport }): ReactNode => {
  const { state, place } = props;
  const asked = useStoredReasons(report, place);
  const { data } = asked;
  const why = useMemo(
    () => (data === undefined ? undefined : reasonsTold(data, state, place)),
    [data, state, place],
  );
  // Another number of records than the table counts: what is shown is older than what is there.
  const { result, noteOutdated, stale } = state;
  const row = result && nodeAt(result.rows, place.row);
  const col = result && nodeAt(result.cols, place.col);
  const shown = row && col && result?.recordsAt(row.index, col.index);
  const differs = !stale && data !== undefined && shown !== undefined && data.records !== shown;
  useEffect(() => {
    if (differs) noteOutdated();
  }, [differs, noteOutdated]);
  return why === undefined ? <CellProblem asked={asked} /> : <WhyView {...props} why={why} />;
};
