"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { effectStrings } from "../effect/effect-strings.ts";
import { sayFault } from "../say-fault.ts";
import { ScrollTable } from "../ScrollTable.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { peopleStrings } from "./people-strings.ts";

export interface RightsProps {
  readonly state: AccessManagerState;
  readonly user: string;
}

/** All that a person may do, from all sets and rules together, as it is stored now. */
export const Rights = ({ state, user }: RightsProps): ReactNode => {
  const { client } = useEnnead();
  const words = useStrings(peopleStrings);
  const strings = useStrings(accessStrings);
  const effect = useStrings(effectStrings);
  const kernel = useStrings(kernelStrings);
  const { data, error } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "access", "rights", user],
    queryFn: ({ signal }) => client.access.userRights({ params: { id: user }, signal }),
  });
  const objects = (data?.objects ?? []).filter(({ actions }) =>
    Object.values(actions).some((reach) => reach !== "none"),
  );
  const actions = Object.keys(objects[0]?.actions ?? {});
  return (
    <>
      <h4>{words.mayDo}</h4>
      {error !== null ? (
        <p className="ennead-access-alert" role="alert">
          {sayFault(error, strings, kernel)}
        </p>
      ) : data === undefined ? (
        <p className="ennead-access-quiet" aria-busy="true">
          {kernel.loading}
        </p>
      ) : (
        <>
          <p className="ennead-access-quiet">
            {words.groups}:{" "}
            {data.groups.length === 0
              ? words.noGroups
              : data.groups.map((id) => state.nameOf(`group:${id}`)).join(", ")}
          </p>
          {data.system.length === 0 ? null : (
            <p className="ennead-access-quiet">
              {strings.system}:{" "}
              {data.system.map((name) => strings.systemPermission(name) ?? name).join("; ")}
            </p>
          )}
          {objects.length === 0 ? (
            <p>{words.mayNothing}</p>
          ) : (
            <ScrollTable
              label={words.mayDo}
              columns={[strings.object, ...actions.map(strings.right), words.fields]}
              rows={objects.map(({ object, actions: reached, fields }) => ({
                key: object,
                cells: [
                  state.objectLabel(object),
                  ...actions.map((action) => {
                    const reach = reached[action] ?? "none";
                    return reach === "none" ? "–" : effect.reach[reach];
                  }),
                  words.narrowed(Object.values(fields).filter((level) => level !== "edit").length),
                ],
              }))}
            />
          )}
        </>
      )}
    </>
  );
};
