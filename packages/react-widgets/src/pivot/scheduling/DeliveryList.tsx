"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { ReportDelivery } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { ProblemError } from "../../kernel/problem.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { scheduleStrings, type ScheduleStrings } from "./schedule-strings.ts";
import { useDeliveries, useDeliveryActions } from "./use-schedules.ts";

export interface DeliveryListProps {
  readonly reportId: string;
  readonly nameOf: (id: string) => string;
  /** Whether the reader may look after mails. */
  readonly maySettle: boolean;
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

interface DeliveryToolsProps {
  readonly delivery: ReportDelivery;
  readonly name: string;
  readonly busy: boolean;
  readonly onSettle: (arrived: boolean) => void;
  readonly onResend: () => void;
}

/** What a person can say or do where the server alone cannot know. */
const DeliveryTools = (props: DeliveryToolsProps): ReactNode => {
  const { delivery, name, busy, onSettle, onResend } = props;
  const strings = useStrings(scheduleStrings);
  const { state } = delivery;
  if (state !== "uncertain" && state !== "failed") return null;
  return (
    <span className="ennead-row" data-wrap="">
      {state === "uncertain" ? (
        <>
          <Button
            className="ennead-button"
            data-quiet=""
            aria-label={strings.arrivedOf(name)}
            isDisabled={busy}
            onPress={() => onSettle(true)}
          >
            {strings.arrived}
          </Button>
          <Button
            className="ennead-button"
            data-quiet=""
            aria-label={strings.lostOf(name)}
            isDisabled={busy}
            onPress={() => onSettle(false)}
          >
            {strings.lost}
          </Button>
        </>
      ) : null}
      <Button
        className="ennead-button"
        data-quiet=""
        aria-label={strings.resendOf(name)}
        isDisabled={busy}
        onPress={onResend}
      >
        {strings.resend}
      </Button>
    </span>
  );
};

/** What became of each mail, in words, and what a person can do about it. */
export const DeliveryList = ({ reportId, nameOf, maySettle }: DeliveryListProps): ReactNode => {
  const { formats, timeZone } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const kernel = useStrings(kernelStrings);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useDeliveries(reportId);
  const [said, setSaid] = useState("");
  const { settle, resend } = useDeliveryActions(reportId, {
    onSettled: ({ recipient }) => setSaid(strings.settled(nameOf(recipient))),
    onResent: ({ recipient }) => setSaid(strings.resent(nameOf(recipient))),
  });
  const busy = settle.busy || resend.busy;
  const refused = [settle.error, resend.error].find((one) => one !== null);
  const isOld = refused instanceof ProblemError && refused.code === "pivot/not-settleable";
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <section className="ennead-stack" aria-label={strings.history}>
      <h3 className="ennead-subtitle">{strings.history}</h3>
      <Problem error={error ?? (isOld ? null : refused)} />
      <output className="ennead-note">{isOld ? strings.notSettleable : said}</output>
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
              {maySettle ? (
                <DeliveryTools
                  delivery={one}
                  name={nameOf(one.recipient)}
                  busy={busy}
                  onSettle={(arrived) => settle.run({ delivery: one, arrived })}
                  onResend={() => resend.run(one)}
                />
              ) : null}
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
