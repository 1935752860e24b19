"use client";
import type { ReactNode } from "react";

import type { AccessCreateGroupBody, GroupAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { NewForm } from "../NewForm.tsx";
import { accessStrings } from "../strings.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { groupStrings } from "./group-strings.ts";

/** A name for a new group; its members are chosen once it is there. */
export const NewGroup = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const words = useStrings(groupStrings);
  const strings = useStrings(accessStrings);
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
  const submit = (): void => {
    if (name.trim() !== "") create.run({ name: name.trim() });
  };
  return (
    <NewForm
      title={words.newGroup}
      busy={create.busy}
      error={create.error}
      onCreate={submit}
      onCancel={() => state.open({ group: undefined })}
    >
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
    </NewForm>
  );
};
