"use client";
import { useQuery } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";

import type { AccessSetDefaultBody, DefaultAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { EffectPanel } from "../effect/EffectPanel.tsx";
import { SaveBar } from "../SaveBar.tsx";
import { sayFault } from "../say-fault.ts";
import { Skeleton } from "../Skeleton.tsx";
import { accessStrings } from "../strings.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { ruleStrings } from "./rule-strings.ts";

type Level = AccessSetDefaultBody["access"];

const levels = ["none", "read", "edit"] as const;
const begin = "begin";

const isLevel = (level: Level): level is NonNullable<Level> => level !== null;

/** Org-wide defaults by object; several are changed together and saved one after the other. */
export const Defaults = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const { client, announce } = useEnnead();
  const words = useStrings(ruleStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const id = useId();
  const [edited, setEdited] = useKept<Readonly<Record<string, Level>>>(state, "defaults", {});
  const { data, error } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "access", "defaults"],
    queryFn: ({ signal }) => client.access.listDefaults({ signal }),
  });
  const items = data?.items ?? [];
  const patch = items.flatMap(({ object, own }) => {
    const level = edited[object];
    return level === undefined || level === own ? [] : [[object, level] as const];
  });
  const save = useAction<typeof patch, void>(
    async (changes, key) => {
      for (const [object, access] of changes) {
        // Each is a change of the same company, so one waits for the other.
        // oxlint-disable-next-line no-await-in-loop
        await client.access.setDefault({
          params: { object },
          body: { access },
          idempotencyKey: `${key}-${object}`,
        });
      }
    },
    {
      onDone: () => {
        setEdited({});
        announce(words.defaultsSaved);
      },
    },
  );
  if (error !== null && data === undefined) {
    return (
      <p className="ennead-access-alert" role="alert">
        {sayFault(error, strings, kernel)}
      </p>
    );
  }
  if (data === undefined) return <Skeleton />;
  const imagined = patch.flatMap(([object, level]) =>
    isLevel(level) ? [[object, level] as const] : [],
  );
  const isKnown = imagined.length === patch.length;
  const shown = ({ object, own }: DefaultAnswer): string => {
    const level = edited[object];
    return (level === undefined ? own : level) ?? begin;
  };
  return (
    <section className="ennead-access-editor" aria-labelledby={id}>
      <SaveBar
        title={words.defaults}
        titleId={id}
        changed={patch.length}
        busy={save.busy}
        onDiscard={() => {
          save.forget();
          setEdited({});
        }}
        onSave={() => save.run(patch)}
      />
      <p className="ennead-access-quiet">{words.defaultsHint}</p>
      {save.error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {strings.notSaved} {sayFault(save.error, strings, kernel)}
        </p>
      )}
      <div className="ennead-access-columns">
        <div className="ennead-access-scroll">
          <table className="ennead-access-table">
            <thead>
              <tr>
                <th scope="col">{strings.object}</th>
                <th scope="col">{words.everybody}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.object}>
                  <th scope="row">{item.label}</th>
                  <td>
                    <select
                      className="ennead-select"
                      aria-label={`${words.everybody}: ${item.label}`}
                      data-changed={patch.some(([one]) => one === item.object) ? "" : undefined}
                      value={shown(item)}
                      onChange={({ target }) => {
                        save.forget();
                        const level = levels.find((one) => one === target.value) ?? null;
                        setEdited({ ...edited, [item.object]: level });
                      }}
                    >
                      <option value={begin}>
                        {item.own === null
                          ? `${words.back} (${words.levels[item.access]})`
                          : words.back}
                      </option>
                      {levels.map((level) => (
                        <option key={level} value={level}>
                          {words.levels[level]}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="ennead-access-grids">
          <EffectPanel
            state={state}
            change={imagined.length === 0 ? null : { defaults: Object.fromEntries(imagined) }}
          />
          {isKnown ? null : <p className="ennead-access-note">{words.backNote}</p>}
        </div>
      </div>
    </section>
  );
};
