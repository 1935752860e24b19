"use client";
import { formatInstant } from "@ennead/core/calendar";
import { useState, type FormEvent, type ReactNode } from "react";

import type { MeAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Check, Select, TextInput } from "../../kernel/parts/controls.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { ProblemError } from "../../kernel/problem.ts";
import { keyStrings } from "./key-strings.ts";
import type { ApiKeysState } from "./use-keys.ts";

export interface NewKeyProps {
  readonly me: MeAnswer;
  readonly create: ApiKeysState["create"];
}

const usualDays = [30, 90, 365] as const;
const day = 86_400_000;
const wide = { everything: ["read", "write"], reading: ["read"] } as const;

/** Makes a key: for what, how long, and how much of what its owner may do. */
export const NewKey = ({ me, create }: NewKeyProps): ReactNode => {
  const { now } = useEnnead();
  const strings = useStrings(keyStrings);
  const [name, setName] = useState("");
  const [after, setAfter] = useState("90");
  const [kind, setKind] = useState<"reading" | "everything" | "chosen">("reading");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<string | null>(null);
  const { objects, system } = me.permissions;
  const toggle = (scope: string, on: boolean): void =>
    setChosen((before) => (on ? [...before, scope] : before.filter((one) => one !== scope)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const scopes = kind === "chosen" ? chosen : wide[kind];
    const lacks =
      name.trim() === "" ? strings.needsName : scopes.length === 0 ? strings.chooseSome : null;
    setMissing(lacks);
    if (lacks !== null || create.busy) return;
    // A minute less than the days: a year is the longest the server takes, by its own clock.
    const expiresAt = formatInstant(now() + Number(after) * day - 60_000);
    create.run({ name: name.trim(), scopes, expiresAt });
  };
  const { error } = create;
  const known = error instanceof ProblemError ? strings.faults[error.code] : undefined;
  return (
    <form className="ennead-form" onSubmit={submit} noValidate>
      <div className="ennead-pair">
        <TextInput
          label={strings.name}
          value={name}
          placeholder={strings.nameHint}
          onChange={setName}
        />
        <Select
          label={strings.expires}
          value={after}
          options={usualDays.map((days) => ({ id: String(days), label: strings.days(days) }))}
          onChange={setAfter}
        />
      </div>
      <Select
        label={strings.may}
        value={kind}
        options={[
          { id: "reading", label: strings.reading },
          { id: "everything", label: strings.everything },
          { id: "chosen", label: strings.chosen },
        ]}
        onChange={(next) => setKind(next as typeof kind)}
      />
      {kind === "chosen" ? (
        <div className="ennead-panel ennead-access-scopes">
          {Object.entries(objects).map(([object, { actions }]) => (
            <fieldset key={object} className="ennead-days">
              <legend className="ennead-caption">{object}</legend>
              {actions.map((action) => (
                <Check
                  key={action}
                  label={strings.actions[action] ?? action}
                  checked={chosen.includes(`${object}:${action}`)}
                  onChange={(on) => toggle(`${object}:${action}`, on)}
                />
              ))}
            </fieldset>
          ))}
          {system.length === 0 ? null : (
            <fieldset className="ennead-days">
              <legend className="ennead-caption">{strings.system}</legend>
              {system.map((permission) => (
                <Check
                  key={permission}
                  label={permission}
                  checked={chosen.includes(`system:${permission}`)}
                  onChange={(on) => toggle(`system:${permission}`, on)}
                />
              ))}
            </fieldset>
          )}
        </div>
      ) : null}
      <p className="ennead-alert" role="alert">
        {missing ?? known ?? ""}
      </p>
      {known === undefined ? <Problem error={error} /> : null}
      <div className="ennead-form-end">
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={create.busy}>
          {create.busy ? strings.making : strings.make}
        </button>
      </div>
    </form>
  );
};
