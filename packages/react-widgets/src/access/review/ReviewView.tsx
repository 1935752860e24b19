"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { noteOf } from "../../kernel/say-error.ts";
import { StatePanel } from "../../kernel/state-panel.tsx";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { Skeleton } from "../Skeleton.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { CopyableTable } from "./CopyableTable.tsx";
import { inNames } from "./in-names.ts";
import { reviewStrings } from "./review-strings.ts";

/** What to look at in a review of access: what stands out, shares that end, people with what they hold. */
export const ReviewView = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const { client, formats, timeZone } = useEnnead();
  const words = useStrings(reviewStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const { data, error, refetch } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "access", "review"],
    queryFn: ({ signal }) => client.access.review({ signal }),
  });
  if (data === undefined) {
    if (error === null) return <Skeleton />;
    return (
      <StatePanel
        kind="error"
        title={strings.failed}
        text={sayFault(error, strings, kernel)}
        note={noteOf(error, kernel)}
      >
        <button
          type="button"
          className="ennead-button"
          onClick={() => {
            void refetch();
          }}
        >
          {kernel.retry}
        </button>
      </StatePanel>
    );
  }
  const moment = (at: string): string => formats.instant(at, timeZone);
  const findings = data.findings.map(({ kind, subject, text }) => ({
    key: `${kind} ${subject}`,
    cells: [words.kind(kind), inNames(text, state)],
  }));
  return (
    <div className="ennead-access-column">
      <p className="ennead-access-quiet">
        {words.at(moment(data.at))} {words.bounds(formats.number(data.bounds.events))}
      </p>
      <CopyableTable
        title={words.findings}
        empty={words.nothing}
        columns={[words.finding, words.what]}
        rows={findings.toSorted((a, b) => formats.compare(a.cells.join(), b.cells.join()))}
      />
      <CopyableTable
        title={words.ending}
        empty={words.noEnding}
        columns={[strings.object, words.record, words.to, words.level, words.ends]}
        rows={data.endingShares.map(({ id, object, recordId, to, access, expiresAt }) => ({
          key: id,
          cells: [
            state.objectLabel(object),
            recordId,
            to === "company" ? words.company : state.nameOf(to),
            words.levels[access] ?? access,
            moment(expiresAt),
          ],
        }))}
      />
      <CopyableTable
        title={words.people}
        empty={words.nothing}
        columns={[words.name, words.active, words.sets, words.seen]}
        rows={data.users.map(({ userId, name, active, sets, lastSeen }) => ({
          key: userId,
          cells: [
            name,
            active ? words.yes : words.no,
            sets.join(", "),
            lastSeen === null ? words.never : moment(lastSeen),
          ],
        }))}
      />
    </div>
  );
};
