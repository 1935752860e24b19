"use client";
import type { ReactNode } from "react";

import type { AccessCreateUserBody, UserAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { NewForm } from "../NewForm.tsx";
import { accessStrings } from "../strings.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { peopleStrings } from "./people-strings.ts";

const blank = { name: "", email: "" };

/** Name and address of somebody new; everything else is said once the person is there. */
export const NewPerson = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const words = useStrings(peopleStrings);
  const strings = useStrings(accessStrings);
  const { client, announce } = useEnnead();
  const [draft, setDraft] = useKept(state, "new-user", blank);
  const create = useAction<AccessCreateUserBody, UserAnswer>(
    (body, idempotencyKey) => client.access.createUser({ body, idempotencyKey }),
    {
      onDone: ({ id, name }) => {
        setDraft(blank);
        announce(strings.said.created(name ?? id));
        state.open({ user: id });
      },
    },
  );
  const submit = (): void => {
    if (draft.name.trim() === "") return;
    create.run({ name: draft.name.trim(), email: draft.email.trim() });
  };
  return (
    <NewForm
      title={words.newPerson}
      busy={create.busy}
      error={create.error}
      onCreate={submit}
      onCancel={() => state.open({ user: undefined })}
    >
      <label className="ennead-field">
        {words.name}
        <input
          className="ennead-input"
          value={draft.name}
          required
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
      </label>
      <label className="ennead-field">
        {words.email}
        <input
          type="email"
          className="ennead-input"
          value={draft.email}
          required
          onChange={({ target }) => setDraft({ ...draft, email: target.value })}
        />
      </label>
    </NewForm>
  );
};
