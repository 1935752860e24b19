"use client";
import { useCallback, useState, type FormEvent, type ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Certain } from "../../kernel/parts/Certain.tsx";
import { Select, TextInput } from "../../kernel/parts/controls.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { ShownOnce } from "../../kernel/parts/ShownOnce.tsx";
import { ProblemError } from "../../kernel/problem.ts";
import { expiryOf, usualDays } from "./link-expiry.ts";
import { linkStrings } from "./link-strings.ts";
import { useLinks, type Link, type Links } from "./use-links.ts";

export interface LinksPanelProps {
  readonly reportId: string;
  /** The report has changes that are not saved. */
  readonly changed: boolean;
}

const NewLink = ({ create }: Pick<Links, "create">): ReactNode => {
  const { now, timeZone } = useEnnead();
  const strings = useStrings(linkStrings);
  const [label, setLabel] = useState("");
  const [after, setAfter] = useState("30");
  const [date, setDate] = useState("");
  const [faulty, setFaulty] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const expiresAt = expiryOf(after, date, now(), timeZone);
    setFaulty(expiresAt === undefined);
    if (expiresAt !== undefined && !create.busy) create.run({ label: label.trim(), expiresAt });
  };
  return (
    <form className="ennead-form" onSubmit={submit} noValidate>
      <div className="ennead-pair">
        <TextInput
          label={strings.label}
          value={label}
          placeholder={strings.labelHint}
          onChange={setLabel}
        />
        <Select
          label={strings.expires}
          value={after}
          options={[
            ...usualDays.map((days) => ({ id: String(days), label: strings.days(days) })),
            { id: "date", label: strings.onDate },
          ]}
          onChange={setAfter}
        />
      </div>
      {after === "date" ? (
        <label className="ennead-field">
          <span className="ennead-caption">{strings.lastDay}</span>
          <input
            className="ennead-input"
            type="date"
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
        </label>
      ) : null}
      {faulty ? (
        <p className="ennead-alert" role="alert">
          {strings.badDate}
        </p>
      ) : null}
      <Problem error={create.error} />
      <div className="ennead-form-end">
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={create.busy}>
          {create.busy ? strings.making : strings.make}
        </button>
      </div>
    </form>
  );
};

/** Makes links to a saved report, lists those there are, takes them back. */
export const LinksPanel = ({ reportId, changed }: LinksPanelProps): ReactNode => {
  const { client, formats, now, timeZone } = useEnnead();
  const strings = useStrings(linkStrings);
  const [made, setMade] = useState<{ readonly id: string; readonly url: string } | null>(null);
  const [said, setSaid] = useState("");
  const nameOf = ({ label }: Pick<Link, "label">): string =>
    label === "" ? strings.unnamed : label;
  const onMade = useCallback(
    ({ id, page }: { readonly id: string; readonly page: string }) =>
      setMade({ id, url: new URL(`${client.baseUrl}${page}`, document.baseURI).href }),
    [client],
  );
  const { list, create, revoke } = useLinks(reportId, onMade, (link) => {
    setMade((shown) => (shown?.id === link.id ? null : shown));
    setSaid(strings.revoked(nameOf(link)));
  });
  if (list.error instanceof ProblemError && list.error.forbidden) {
    return <p className="ennead-note">{strings.forbidden}</p>;
  }
  const when = (at: string): string => formats.instant(at, timeZone);
  return (
    <div className="ennead-stack">
      <p className="ennead-note">{strings.intro}</p>
      {changed ? <p className="ennead-pivot-warning">{strings.unsaved}</p> : null}
      <NewLink create={create} />
      {made === null ? null : (
        <ShownOnce key={made.id} value={made.url} label={strings.address} strings={strings} />
      )}
      <section className="ennead-stack" aria-label={strings.list}>
        <h3 className="ennead-subtitle">{strings.list}</h3>
        <Problem error={list.error ?? revoke.error} />
        <output className="ennead-note">{said}</output>
        {list.data === undefined ? (
          list.error === null ? (
            <p className="ennead-note">{strings.loading}</p>
          ) : null
        ) : list.data.length === 0 ? (
          <p className="ennead-note">{strings.none}</p>
        ) : (
          <ul className="ennead-list">
            {list.data.map((link) => (
              <li key={link.id} className="ennead-list-row">
                <span className="ennead-list-text">
                  <strong>{nameOf(link)}</strong>
                  <span className="ennead-note">
                    {Date.parse(link.expiresAt) > now()
                      ? strings.until(when(link.expiresAt))
                      : strings.expired(when(link.expiresAt))}
                    {" · "}
                    {strings.madeOn(when(link.createdAt))}
                  </span>
                </span>
                <Certain
                  label={strings.revoke}
                  name={strings.revokeOf(nameOf(link))}
                  question={strings.sure}
                  yes={strings.revoke}
                  no={strings.keep}
                  onYes={() => revoke.run(link)}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
};
