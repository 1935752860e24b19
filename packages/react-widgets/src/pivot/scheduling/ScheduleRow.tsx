"use client";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { ReportSchedule } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Certain } from "../../kernel/parts/Certain.tsx";
import { describeValue, type Words } from "../describe.ts";
import { describeRule } from "./describe-rule.ts";
import { scheduleStrings } from "./schedule-strings.ts";

export interface ScheduleRowProps {
  readonly held: ReportSchedule;
  readonly words: Words;
  readonly mayChange: boolean;
  readonly nameOf: (id: string) => string;
  readonly onEdit: () => void;
  readonly onPause: () => void;
  readonly onTest: () => void;
  readonly onRemove: () => void;
}

const act = (label: string, name: string, onPress: () => void): ReactNode => (
  <Button className="ennead-button" data-quiet="" aria-label={name} onPress={onPress}>
    {label}
  </Button>
);

/** One schedule in words, and what can be done with it. */
export const ScheduleRow = (props: ScheduleRowProps): ReactNode => {
  const { held, words, mayChange, nameOf, onEdit, onPause, onTest, onRemove } = props;
  const { formats, timeZone } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const { condition, paused, pausedBy, nextAt } = held;
  const title = describeRule(held.rule, strings, formats);
  const list = (ids: readonly string[]): string =>
    new Intl.ListFormat(formats.locale).format(ids.map(nameOf));
  const measure = condition === null ? undefined : words.valueOf(condition.value);
  const notes = [
    strings.to(list(held.recipients)),
    ...(held.formats.length === 0
      ? []
      : [strings.attached(held.formats.map((one) => one.toUpperCase()).join(", "))]),
    ...(condition === null
      ? []
      : [
          strings.onlyIf(
            [
              measure === undefined ? condition.value : describeValue(measure, words),
              words.strings.operators[condition.op],
              formats.number(condition.than, { max: 20 }),
            ].join(" "),
          ),
        ]),
    ...(held.skipEmpty ? [strings.notEmpty] : []),
    ...(held.unsubscribed.length === 0 ? [] : [strings.unsubscribed(list(held.unsubscribed))]),
  ];
  const stand = paused
    ? pausedBy === "owner"
      ? strings.pausedByOwner
      : strings.paused
    : nextAt === null
      ? strings.ended
      : strings.next(formats.instant(nextAt, timeZone));
  return (
    <li className="ennead-list-row">
      <span className="ennead-list-text">
        <strong>{title}</strong>
        <span className="ennead-note">{notes.join(" · ")}</span>
        <span className="ennead-note" data-paused={paused ? "" : undefined}>
          {stand}
        </span>
      </span>
      {mayChange ? (
        <span className="ennead-row" data-wrap="">
          {act(strings.edit, strings.editOf(title), onEdit)}
          {act(
            paused ? strings.resume : strings.pause,
            paused ? strings.resumeOf(title) : strings.pauseOf(title),
            onPause,
          )}
          {act(strings.test, strings.testOf(title), onTest)}
          <Certain
            label={strings.remove}
            name={strings.removeOf(title)}
            question={strings.removeSure}
            yes={strings.remove}
            no={strings.keep}
            onYes={onRemove}
          />
        </span>
      ) : null}
    </li>
  );
};
