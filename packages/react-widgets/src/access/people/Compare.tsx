"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import type { UserAnswer, UserComparisonAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { effectStrings } from "../effect/effect-strings.ts";
import { fieldParties } from "../effect/summary.ts";
import { sayFault } from "../say-fault.ts";
import { ScrollTable } from "../ScrollTable.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { peopleStrings } from "./people-strings.ts";

export interface CompareProps {
  readonly state: AccessManagerState;
  readonly user: UserAnswer;
}

const namesShown = 6;

const held = (sets: readonly string[]): string => sets.toSorted().join(", ") || "–";

const Differences = ({
  state,
  answer,
}: {
  readonly state: AccessManagerState;
  readonly answer: UserComparisonAnswer;
}): ReactNode => {
  const words = useStrings(peopleStrings);
  const strings = useStrings(accessStrings);
  const effect = useStrings(effectStrings);
  const { left, right, systemGained, systemLost, actions, fields } = answer;
  const level = (name: string): string => strings.levels[name as "none"] ?? name;
  const granted = (has: boolean): string => (has ? strings.granted : "–");
  const rows: readonly (readonly [what: string, left: string, right: string])[] = [
    ...(held(left.sets) === held(right.sets)
      ? []
      : [[words.sets, held(left.sets), held(right.sets)] as const]),
    ...[...systemLost, ...systemGained].map((name) => {
      const text = strings.systemPermission(name) ?? name;
      return [
        text,
        granted(systemLost.includes(name)),
        granted(systemGained.includes(name)),
      ] as const;
    }),
    ...actions.map(
      ({ object, action, before, after }) =>
        [
          effect.action(state.objectLabel(object), strings.right(action)),
          effect.reach[before],
          effect.reach[after],
        ] as const,
    ),
    ...fieldParties(fields).map(({ object, names, before, after }) => {
      const named = names.map((name) => state.fieldLabel(object, name));
      const said = effect.names(named.slice(0, namesShown), Math.max(0, named.length - namesShown));
      return [effect.action(state.objectLabel(object), said), level(before), level(after)] as const;
    }),
  ];
  if (rows.length === 0) return <p>{words.same}</p>;
  return (
    <ScrollTable
      label={words.compare}
      columns={[words.what, left.name, right.name]}
      rows={rows.map((cells) => ({ key: cells[0], cells }))}
    />
  );
};

/** What two people may do otherwise. */
export const Compare = ({ state, user }: CompareProps): ReactNode => {
  const { client } = useEnnead();
  const words = useStrings(peopleStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const other = state.value.compareWith;
  const wanted = other !== undefined && other !== user.id;
  const { data, error } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "access", "compare", user.id, other],
    queryFn: ({ signal }) =>
      client.access.compareUsers({ params: { id: user.id }, query: { with: other }, signal }),
    enabled: wanted,
  });
  return (
    <>
      <div className="ennead-access-head">
        <label className="ennead-access-inline">
          <strong>{words.compare}</strong>
          <select
            className="ennead-select"
            value={wanted ? other : ""}
            onChange={({ target }) =>
              state.open({ compareWith: target.value === "" ? undefined : target.value })
            }
          >
            <option value="">{words.compareNone}</option>
            {state.users.items
              .filter(({ id }) => id !== user.id)
              .map(({ id, name, email }) => (
                <option key={id} value={id}>
                  {name ?? email ?? id}
                </option>
              ))}
          </select>
        </label>
      </div>
      {!wanted ? (
        <p className="ennead-access-quiet">{words.compareHint}</p>
      ) : error !== null ? (
        <p className="ennead-access-alert" role="alert">
          {sayFault(error, strings, kernel)}
        </p>
      ) : data === undefined ? (
        <p className="ennead-access-quiet" aria-busy="true">
          {kernel.loading}
        </p>
      ) : (
        <Differences state={state} answer={data} />
      )}
    </>
  );
};
