"use client";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { PivotVersionsAnswer, ReportAnswer, ReportVersion } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Certain } from "../../kernel/parts/Certain.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { useAction } from "../../kernel/parts/use-action.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { usePeople } from "../scheduling/use-people.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { isReadable, reportValue } from "../value.ts";
import { libraryStrings } from "./library-strings.ts";

export interface VersionsPanelProps {
  readonly state: PivotReportState;
  readonly report: ReportAnswer;
  /** A version is on screen now. */
  readonly onShown: () => void;
}

type Saved = PivotVersionsAnswer["items"][number];

/** What was saved of a report: looks at an old version on screen, or makes it the newest. */
export const VersionsPanel = ({ state, report, onShown }: VersionsPanelProps): ReactNode => {
  const { client, formats, timeZone } = useEnnead();
  const strings = useStrings(libraryStrings);
  const { people } = usePeople();
  const [newer, setNewer] = useState(false);
  const { id } = report;
  const queryKey = ["ennead", client.baseUrl, "report", id, "versions"];
  const list = useQuery({
    ...queryDefaults,
    queryKey: [...queryKey, report.version],
    queryFn: async ({ signal }) => (await client.pivot.versions({ params: { id }, signal })).items,
  });
  const nameOf = ({ version }: Pick<Saved, "version">): string =>
    strings.version(formats.number(version));
  const params = ({ version }: Saved) => ({ id, version: String(version) });
  const look = useAction(
    (saved: Saved) => client.pivot.version({ params: params(saved) }),
    queryKey,
    (saved: ReportVersion) => {
      if (!isReadable(saved.spec)) {
        setNewer(true);
        return;
      }
      // Shown like any other change: undo brings back what was here, and nothing is stored.
      state.actions.apply(reportValue(saved.spec, saved.view), strings.looked(nameOf(saved)));
      onShown();
    },
  );
  const restore = useAction(
    (saved: Saved, idempotencyKey) =>
      client.pivot.restore({ params: params(saved), idempotencyKey }),
    queryKey,
    () => {
      state.report.showStored();
      onShown();
    },
  );
  const by = (user: string): string =>
    people.find((person) => person.id === user)?.name ?? strings.somebody;
  return (
    <div className="ennead-stack">
      <p className="ennead-note">{strings.versionHint}</p>
      <Problem error={list.error ?? look.error ?? restore.error} />
      {newer ? (
        <p className="ennead-pivot-warning" role="alert">
          {strings.newer}
        </p>
      ) : null}
      {list.data === undefined ? (
        list.error === null ? (
          <p className="ennead-note">{strings.loading}</p>
        ) : null
      ) : (
        <ol className="ennead-list">
          {list.data.map((saved) => {
            const name = nameOf(saved);
            const present = saved.version === report.version;
            return (
              <li key={saved.version} className="ennead-list-row">
                <span className="ennead-list-text">
                  <strong>{`${name} · ${saved.name}`}</strong>
                  <span className="ennead-note">
                    {[
                      strings.savedBy(by(saved.savedBy), formats.instant(saved.savedAt, timeZone)),
                      ...(present ? [strings.present] : []),
                    ].join(" · ")}
                  </span>
                </span>
                <span className="ennead-row" data-wrap="">
                  <Button
                    className="ennead-button"
                    data-quiet=""
                    aria-label={strings.lookOf(name)}
                    onPress={() => look.run(saved)}
                  >
                    {strings.look}
                  </Button>
                  {present ? null : (
                    <Certain
                      label={strings.restore}
                      name={strings.restoreOf(name)}
                      question={strings.restoreSure}
                      yes={strings.restore}
                      no={strings.cancel}
                      onYes={() => restore.run(saved)}
                    />
                  )}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
};
