"use client";
import type { FormEvent, ReactNode } from "react";

import type { AccessCreateDenyBody, DenyAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { ruleStrings } from "./rule-strings.ts";

const actions = ["*", "create", "read", "update", "delete", "share", "export", "approve"] as const;

const blank = { who: "all", action: "*", object: "", recordId: "", reason: "" };

/** One more deny: who, what, of which object or record, and why. */
export const DenyForm = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const { client, announce } = useEnnead();
  const words = useStrings(ruleStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const [draft, setDraft] = useKept(state, "new-deny", blank);
  const create = useAction<AccessCreateDenyBody, DenyAnswer>(
    (body, idempotencyKey) => client.access.createDeny({ body, idempotencyKey }),
    {
      onDone: ({ warnings = [] }) => {
        setDraft(blank);
        announce([words.denySaved, ...warnings.map(({ message }) => message)].join(". "));
      },
    },
  );
  const change = (part: Partial<typeof blank>): void => {
    create.forget();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (create.busy || draft.reason.trim() === "") return;
    create.run({
      who: draft.who,
      action: actions.find((one) => one === draft.action) ?? "*",
      object: draft.object === "" ? null : draft.object,
      recordId: draft.recordId.trim() === "" ? null : draft.recordId.trim(),
      reason: draft.reason.trim(),
    });
  };
  return (
    <form className="ennead-form ennead-access-form" onSubmit={submit}>
      <h4>{words.newDeny}</h4>
      <label className="ennead-field">
        {words.who}
        <select
          className="ennead-select"
          value={draft.who}
          onChange={({ target }) => change({ who: target.value })}
        >
          <option value="all">{strings.everybody}</option>
          <optgroup label={words.groups}>
            {state.groups.items.map(({ id, name }) => (
              <option key={id} value={`group:${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
          <optgroup label={words.people}>
            {state.users.items.map(({ id, name, email }) => (
              <option key={id} value={`user:${id}`}>
                {name ?? email ?? id}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <label className="ennead-field">
        {words.action}
        <select
          className="ennead-select"
          value={draft.action}
          onChange={({ target }) => change({ action: target.value })}
        >
          {actions.map((action) => (
            <option key={action} value={action}>
              {action === "*" ? words.everyAction : strings.right(action)}
            </option>
          ))}
        </select>
      </label>
      <label className="ennead-field">
        {strings.object}
        <select
          className="ennead-select"
          value={draft.object}
          onChange={({ target }) => change({ object: target.value })}
        >
          <option value="">{words.everyObject}</option>
          {(state.vocabulary?.objects ?? []).map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="ennead-field">
        {words.record}
        <input
          className="ennead-input"
          value={draft.recordId}
          placeholder={words.recordHint}
          onChange={({ target }) => change({ recordId: target.value })}
        />
      </label>
      <label className="ennead-field">
        {words.reason}
        <input
          className="ennead-input"
          value={draft.reason}
          required
          onChange={({ target }) => change({ reason: target.value })}
        />
      </label>
      {create.error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {strings.notSaved} {sayFault(create.error, strings, kernel)}
        </p>
      )}
      <div className="ennead-form-end">
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={create.busy}>
          {strings.create}
        </button>
      </div>
    </form>
  );
};
