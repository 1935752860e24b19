"use client";
import { useId, type ReactNode } from "react";

import type { AccessWhatIfBody, WhatIfAnswer } from "../../kernel/api.gen.ts";
import { useStrings } from "../../kernel/context.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { effectStrings } from "./effect-strings.ts";
import { RecordEffect } from "./RecordEffect.tsx";
import { effectOnPeople, effectOnRecords, fieldParties, type EffectOnPeople } from "./summary.ts";
import { useWhatIf } from "./use-what-if.ts";

export interface EffectPanelProps {
  readonly state: AccessManagerState;
  /** What would change; null while nothing has been edited. */
  readonly change: AccessWhatIfBody | null;
}

const rank = { none: 0, some: 1, all: 2 } as const;
const levels = ["none", "mask", "read", "edit"];

const namesShown = 6;
const fieldsShown = 4;

interface Sides {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** The difference of one party in words, what is gained apart from what is lost. */
const useSides = (state: AccessManagerState): ((delta: EffectOnPeople["delta"]) => Sides) => {
  const strings = useStrings(accessStrings);
  const words = useStrings(effectStrings);
  const { objectLabel, fieldLabel } = state;
  const permission = (name: string): string => strings.systemPermission(name) ?? name;
  const level = (name: string): string => strings.levels[name as "none"] ?? name;
  return ({ systemGained, systemLost, actions, fields }) => {
    const gained = systemGained.map(permission);
    const lost = systemLost.map(permission);
    for (const { object, action, before, after } of actions) {
      const what = words.action(objectLabel(object), strings.right(action));
      const text = words.from(what, words.reach[before], words.reach[after]);
      (rank[after] > rank[before] ? gained : lost).push(text);
    }
    for (const { object, names, before, after } of fieldParties(fields)) {
      const named = names.map((field) => fieldLabel(object, field));
      const what = words.action(
        objectLabel(object),
        words.names(named.slice(0, fieldsShown), Math.max(0, named.length - fieldsShown)),
      );
      const text = words.from(what, level(before), level(after));
      (levels.indexOf(after) > levels.indexOf(before) ? gained : lost).push(text);
    }
    return { gained, lost };
  };
};

const Side = ({
  label,
  kind,
  items,
}: {
  readonly label: string;
  readonly kind: "gained" | "lost";
  readonly items: readonly string[];
}): ReactNode =>
  items.length === 0 ? null : (
    <div className="ennead-access-side" data-kind={kind}>
      <span className="ennead-access-side-label">{label}</span>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );

const Answer = ({
  state,
  answer,
}: {
  readonly state: AccessManagerState;
  readonly answer: WhatIfAnswer;
}): ReactNode => {
  const words = useStrings(effectStrings);
  const sidesOf = useSides(state);
  const parties = effectOnPeople(answer);
  const records = effectOnRecords(answer);
  const { users, ofUsers, records: looked } = answer.sample;
  const seen = looked
    .filter((one) => one.records > 0)
    .map((one) => words.sampleOf(state.objectLabel(one.object), one.records, one.more));
  if (ofUsers === 0) return <p>{words.nobody}</p>;
  return (
    <>
      {parties.length === 0 && records.length === 0 ? <p>{words.noEffect}</p> : null}
      {parties.map(({ users: people, delta }) => {
        const { gained, lost } = sidesOf(delta);
        const named = people.map((id) => state.nameOf(`user:${id}`));
        return (
          <article key={people.join()} className="ennead-access-party">
            <h4>{words.people(people.length)}</h4>
            <p className="ennead-access-quiet">
              {words.names(named.slice(0, namesShown), Math.max(0, named.length - namesShown))}
            </p>
            <Side label={words.loses} kind="lost" items={lost} />
            <Side label={words.gains} kind="gained" items={gained} />
          </article>
        );
      })}
      {parties.length === 0 && records.length === 0 ? null : (
        <div className="ennead-access-party">
          <h4>{words.records}</h4>
          {records.length === 0 ? (
            <p className="ennead-access-quiet">{words.noRecords}</p>
          ) : (
            records.map((one) => (
              <RecordEffect
                key={`${one.object} ${one.actions.join()} ${one.gained}`}
                state={state}
                effect={one}
              />
            ))
          )}
        </div>
      )}
      <p className="ennead-access-quiet">{words.sample(users, ofUsers, seen.join(", "))}</p>
    </>
  );
};

/** Who would gain or lose what, before anybody saves it. */
export const EffectPanel = ({ state, change }: EffectPanelProps): ReactNode => {
  const words = useStrings(effectStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const { answer, pending, error } = useWhatIf(change);
  const titleId = useId();
  return (
    <section className="ennead-access-effect" aria-labelledby={titleId} aria-busy={pending}>
      <h3 id={titleId}>
        {words.title}
        {pending ? <span className="ennead-spinner" data-small="" aria-hidden="true" /> : null}
      </h3>
      <div aria-live="polite" data-stale={pending && answer !== undefined ? "" : undefined}>
        {change === null ? (
          <p className="ennead-access-quiet">{words.nothingYet}</p>
        ) : error !== null ? (
          <p className="ennead-access-alert">
            {words.failed}. {sayFault(error, strings, kernel)}
          </p>
        ) : answer === undefined ? (
          <p className="ennead-access-quiet">{words.working}</p>
        ) : (
          <Answer state={state} answer={answer} />
        )}
      </div>
    </section>
  );
};
