"use client";
import { useState, type FormEvent, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import { useStrings } from "../context.ts";
import { Problem } from "../parts/Problem.tsx";
import { ProblemError } from "../problem.ts";
import { draftOf, givesSame, type DraftShare } from "./draft.ts";
import { ExplainPanel } from "./ExplainPanel.tsx";
import { PrincipalPicker } from "./PrincipalPicker.tsx";
import { shareStrings } from "./share-strings.ts";
import { ShareRow } from "./ShareRow.tsx";
import { usePrincipals } from "./use-principals.ts";
import { ShareConflict, SharesRefused, useShares, type Shared } from "./use-shares.ts";
import { ViewerList } from "./ViewerList.tsx";

export interface SharePanelProps extends Shared {
  /** Told after shares were written. */
  readonly onShared?: (() => void) | undefined;
}

/** What takes the place of the form takes the focus. */
const focusOn = (element: HTMLElement | null): void => element?.focus();

type Draft = readonly DraftShare[];

const changedFrom = (base: Draft, draft: Draft): boolean =>
  base.length !== draft.length ||
  draft.some(
    (one) =>
      !givesSame(
        one,
        base.find(({ to }) => to === one.to),
      ),
  );

/** With whom something is shared: who is added, how far and how long; written as a whole. */
export const SharePanel = ({ object, id, onShared }: SharePanelProps): ReactNode => {
  const strings = useStrings(shareStrings);
  const principals = usePrincipals();
  const [edited, setEdited] = useState<{ readonly base: Draft; readonly draft: Draft } | null>(
    null,
  );
  const [said, setSaid] = useState("");
  const [why, setWhy] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const { list, viewers, save } = useShares(
    { object, id },
    {
      onSaved: () => {
        setEdited(null);
        setSaid(strings.saved);
        onShared?.();
      },
      // The reader sees what others did, and what he wanted on top of it.
      onConflict: ({ theirs, merged }) => setEdited({ base: theirs, draft: merged }),
    },
  );
  const stored = (list.data?.items ?? []).map(draftOf);
  const conflict = save.error instanceof ShareConflict ? save.error : undefined;
  const refused = save.error instanceof SharesRefused ? save.error : undefined;
  const base = edited?.base ?? stored;
  const draft = edited?.draft ?? stored;
  const changed = changedFrom(base, draft);

  const nameOf = ({ to, name }: DraftShare): string => {
    const known = principals.all?.find((one) => one.to === to);
    const called = known?.name ?? name;
    if (to === "company") return called === null ? strings.kinds.company : strings.company(called);
    return called ?? strings.unknown;
  };
  const kindOf = ({ to }: DraftShare): string => {
    const kind = to.split(":", 1)[0] ?? "";
    return strings.kinds[kind as keyof typeof strings.kinds] ?? kind;
  };
  const edit = (next: Draft, words = ""): void => {
    setEdited({ base, draft: next });
    setSaid(words);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (save.busy || !changed) return;
    save.run({ base, mine: draft });
    setSaid("");
  };

  if (why !== null) {
    return (
      <div className="ennead-stack">
        <Button className="ennead-link" ref={focusOn} onPress={() => setWhy(null)}>
          {strings.back}
        </Button>
        <h3 className="ennead-subtitle">{strings.whyOf(why.name)}</h3>
        <ExplainPanel object={object} id={id} user={why} />
      </div>
    );
  }
  if (list.error instanceof ProblemError && list.error.forbidden) {
    return <p className="ennead-note">{strings.forbidden}</p>;
  }
  if (list.error !== null) return <Problem error={list.error} />;
  if (list.data === undefined || viewers.isPending) {
    return <p className="ennead-note">{strings.loading}</p>;
  }
  const contested = [...draft, ...base]
    .filter(({ to }, at, all) => all.findIndex((one) => one.to === to) === at)
    .filter(({ to }) => conflict?.targets.has(to) === true)
    .map(nameOf)
    .join(", ");
  const readOnly = viewers.error instanceof ProblemError && viewers.error.forbidden;
  return (
    <form className="ennead-stack" onSubmit={submit} noValidate>
      <p className="ennead-note">{readOnly ? strings.readOnly : strings.intro}</p>
      {readOnly ? null : (
        <PrincipalPicker
          label={strings.add}
          principals={principals.all ?? []}
          without={new Set(draft.map(({ to }) => to))}
          onChoose={({ to, name, kind }) => {
            const one: DraftShare = { to, name, access: "read", expiresAt: null, note: null };
            const called = kind === "company" ? strings.company(name) : name;
            edit([...draft, one], strings.added(called));
          }}
        />
      )}
      <Problem error={principals.error} />
      <section className="ennead-stack" data-close="" aria-label={strings.list}>
        <h3 className="ennead-subtitle">{strings.list}</h3>
        {readOnly ? null : <p className="ennead-note">{strings.levelHint}</p>}
        {draft.length === 0 ? <p className="ennead-note">{strings.none}</p> : null}
        <ul className="ennead-shares">
          {draft.map((share) => {
            const name = nameOf(share);
            const part = refused?.byTarget.get(share.to);
            return (
              <ShareRow
                key={share.to}
                share={share}
                name={name}
                kind={kindOf(share)}
                fault={part === undefined ? undefined : (strings.faults[part.code] ?? part.message)}
                readOnly={readOnly}
                onChange={(next) => edit(draft.map((one) => (one.to === next.to ? next : one)))}
                onRemove={() =>
                  edit(
                    draft.filter(({ to }) => to !== share.to),
                    strings.removed(name),
                  )
                }
              />
            );
          })}
        </ul>
      </section>
      {conflict === undefined && refused === undefined ? null : (
        <p className="ennead-alert" role="alert">
          {conflict === undefined ? strings.refused : strings.conflict(contested)}
        </p>
      )}
      <Problem error={conflict === undefined && refused === undefined ? save.error : null} />
      {readOnly ? null : (
        <div className="ennead-form-end">
          <output className="ennead-note">{said}</output>
          {changed ? (
            <button
              type="button"
              className="ennead-button"
              data-quiet=""
              onClick={() => {
                save.forget();
                setEdited(null);
                setSaid("");
              }}
            >
              {strings.undo}
            </button>
          ) : null}
          <button
            type="submit"
            className="ennead-button"
            data-primary=""
            aria-disabled={save.busy || !changed}
          >
            {save.busy ? strings.saving : strings.save}
          </button>
        </div>
      )}
      {viewers.data === undefined ? (
        readOnly ? null : (
          <Problem error={viewers.error} />
        )
      ) : (
        <ViewerList
          answer={viewers.data}
          changed={changed}
          onWhy={
            principals.manages
              ? ({ userId, name }) => setWhy({ id: userId, name: name ?? strings.somebody })
              : undefined
          }
        />
      )}
    </form>
  );
};
