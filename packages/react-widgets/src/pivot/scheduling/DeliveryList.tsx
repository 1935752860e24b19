"use client";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { ReportDelivery } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { kernelStrings } from "../../kernel/strings.ts";
import { scheduleStrings, type ScheduleStrings } from "./schedule-strings.ts";
import { useDeliveries } from "./use-schedules.ts";

export interface DeliveryListProps {
  readonly reportId: string;
  readonly nameOf: (id: string) => string;
}

const noteOf = (
  { state, reason, missed, test }: ReportDelivery,
  strings: ScheduleStrings,
  faultOf: (code: string) => string | undefined,
): string =>
  [
    ...(state === "uncertain" ? [strings.uncertain] : []),
    ...(reason === null ? [] : [strings.reasons[reason] ?? faultOf(reason) ?? reason]),
    ...(missed > 0 ? [strings.missed(missed)] : []),
    ...(test ? [strings.testMail] : []),
  ].join(" · ");

/** What became of each mail, in words. */
export const DeliveryList = ({ reportId, nameOf }: DeliveryListProps): ReactNode => {
  const { formats, timeZone } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const kernel = useStrings(kernelStrings);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useDeliveries(reportId);
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <section className="ennead-stack" aria-label={strings.history}>
      <h3 className="ennead-subtitle">{strings.history}</h3>
      <Problem error={error} />
      {items === undefined ? (
        error === null ? (
          <p className="ennead-note">{strings.loading}</p>
        ) : null
      ) : items.length === 0 ? (
        <p className="ennead-note">{strings.noHistory}</p>
      ) : (
        <ul className="ennead-list">
          {items.map((one) => (
            <li key={one.id} className="ennead-list-row" data-state={one.state}>
              <span className="ennead-list-text">
                <strong>{nameOf(one.recipient)}</strong>
                <span className="ennead-note">
                  {[
                    formats.instant(one.period, timeZone),
                    noteOf(one, strings, (code) => kernel.fault(code, 0)),
                  ]
                    .filter((text) => text !== "")
                    .join(" · ")}
                </span>
              </span>
              <span className="ennead-badge">{strings.states[one.state]}</span>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage ? (
        <Button
          className="ennead-button"
          data-quiet=""
          onPress={() => {
            if (!isFetchingNextPage) void fetchNextPage();
          }}
        >
          {isFetchingNextPage ? strings.loading : strings.more}
        </Button>
      ) : null}
    </section>
  );
};
