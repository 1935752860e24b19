"use client";
import type { FormEvent, ReactNode } from "react";

import type { AccessCreateGroupBody, GroupAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { groupStrings } from "./group-strings.ts";

/** A name for a new group; its members are chosen once it is there. */
export const NewGroup = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const words = useStrings(groupStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const { client, announce } = useEnnead();
  const [name, setName] = useKept(state, "new-group", "");
  const create = useAction<AccessCreateGroupBody, GroupAnswer>(
    (body, idempotencyKey) => client.access.createGroup({ body, idempotencyKey }),
    {
      onDone: (group) => {
        setName("");
        announce(strings.said.created(group.name));
        state.open({ group: group.id });
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!create.busy && name.trim() !== "") create.run({ name: name.trim() });
  };
  return (
    <form className="ennead-form ennead-access-form" onSubmit={submit}>
      <h3>{words.newGroup}</h3>
      <label className="ennead-field">
        {words.name}
        <input
          className="ennead-input"
          value={name}
          required
          maxLength={120}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      {create.error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {sayFault(create.error, strings, kernel)}
        </p>
      )}
      <div className="ennead-form-end">
        <button
          type="button"
          className="ennead-button"
          onClick={() => state.open({ group: undefined })}
        >
          {strings.cancel}
        </button>
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={create.busy}>
          {strings.create}
        </button>
      </div>
    </form>
  );
};
