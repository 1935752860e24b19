"use client";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { effectStrings } from "./effect-strings.ts";
import type { EffectOnRecords } from "./summary.ts";

const shown = 8;

/** What a record is called: its first text, or its id. */
const useRecordName = (object: string, id: string): string => {
  const { client } = useEnnead();
  const { data } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "record-name", object, id],
    queryFn: ({ signal }) => client.record.read({ params: { object, id }, signal }),
    retry: false,
    staleTime: 60_000,
  });
  const fields = data?.fields ?? {};
  const named = fields["name"] ?? Object.values(fields).find((value) => typeof value === "string");
  return typeof named === "string" && named !== "" ? named : id;
};

const RecordName = ({
  object,
  id,
}: {
  readonly object: string;
  readonly id: string;
}): ReactNode => <li>{useRecordName(object, id)}</li>;

/** One line of records gained or lost; opened, it names people and records. */
export const RecordEffect = ({
  state,
  effect,
}: {
  readonly state: AccessManagerState;
  readonly effect: EffectOnRecords;
}): ReactNode => {
  const words = useStrings(effectStrings);
  const strings = useStrings(accessStrings);
  const [open, setOpen] = useState(false);
  const { object, actions, gained, users, records } = effect;
  const people = users.map((id) => state.nameOf(`user:${id}`));
  return (
    <details
      className="ennead-access-side"
      data-kind={gained ? "gained" : "lost"}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        {words.recordLine(
          gained,
          state.objectLabel(object),
          actions.map(strings.right).join(", "),
          users.length,
          records.length,
        )}
      </summary>
      {open ? (
        <>
          <p className="ennead-access-quiet">
            {words.names(people.slice(0, shown), Math.max(0, people.length - shown))}
          </p>
          <ul>
            {records.slice(0, shown).map((id) => (
              <RecordName key={id} object={object} id={id} />
            ))}
          </ul>
        </>
      ) : null}
    </details>
  );
};
