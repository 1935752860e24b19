"use client";
import { useQuery } from "@tanstack/react-query";
import { useId, useState, type ReactNode } from "react";

import type { AccessListDeniesAnswer, DenyAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Question } from "../../kernel/parts/Question.tsx";
import { queryDefaults } from "../../kernel/queries.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { ScrollTable } from "../ScrollTable.tsx";
import { accessStrings } from "../strings.ts";
import { listAll } from "../use-access-data.ts";
import { useAction } from "../use-action.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { DenyForm } from "./DenyForm.tsx";
import { ruleStrings } from "./rule-strings.ts";

/** What is denied whatever sets, defaults and shares give; in the order it is tried. */
export const Denies = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const { client, announce } = useEnnead();
  const { access } = client;
  const words = useStrings(ruleStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const id = useId();
  const [taking, setTaking] = useState<string>();
  const { data, error } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "access", "denies"],
    queryFn: ({ signal }) =>
      listAll<DenyAnswer>((query): Promise<AccessListDeniesAnswer> =>
        access.listDenies({ query, signal }),
      ),
  });
  const take = useAction<DenyAnswer, void>(
    (deny, idempotencyKey) =>
      access.deleteDeny({ params: { id: deny.id }, ifMatch: deny.version, idempotencyKey }),
    {
      onDone: () => {
        setTaking(undefined);
        announce(words.denyTaken);
      },
    },
  );
  const failed = error ?? take.error;
  return (
    <section className="ennead-access-editor" aria-labelledby={id}>
      <h3 id={id}>{words.denies}</h3>
      <p className="ennead-access-quiet">{words.deniesHint}</p>
      {failed === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {sayFault(failed, strings, kernel)}
        </p>
      )}
      {data === undefined ? null : data.items.length === 0 ? (
        <p>{words.noDenies}</p>
      ) : (
        <ScrollTable
          label={words.denies}
          columns={[
            words.who,
            words.action,
            strings.object,
            words.record,
            words.reason,
            words.take,
          ]}
          rows={data.items.map((deny) => {
            const { who, action, object, recordId, reason } = deny;
            return {
              key: deny.id,
              cells: [
                state.nameOf(who),
                action === "*" ? words.everyAction : strings.right(action),
                object === null ? words.everyObject : state.objectLabel(object),
                recordId ?? words.everyRecord,
                reason,
                taking === deny.id ? (
                  <Question
                    question={words.takeSure(state.nameOf(who))}
                    yes={words.take}
                    no={strings.cancel}
                    onYes={() => take.run(deny)}
                    onNo={() => setTaking(undefined)}
                  />
                ) : (
                  <button
                    type="button"
                    className="ennead-button"
                    data-quiet=""
                    onClick={() => {
                      take.forget();
                      setTaking(deny.id);
                    }}
                  >
                    {words.take}
                  </button>
                ),
              ],
            };
          })}
        />
      )}
      <DenyForm state={state} />
    </section>
  );
};
