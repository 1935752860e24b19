"use client";
import { useId, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import { useEnnead, useStrings } from "../context.ts";
import { Icon } from "../icons.tsx";
import { dateOfEnd, endOfDate, type DraftShare, type ShareLevel } from "./draft.ts";
import { shareStrings } from "./share-strings.ts";

export interface ShareRowProps {
  readonly share: DraftShare;
  readonly name: string;
  readonly kind: string;
  /** What the server has against it. */
  readonly fault: string | undefined;
  readonly readOnly: boolean;
  readonly onChange: (share: DraftShare) => void;
  readonly onRemove: () => void;
}

const levels: readonly ShareLevel[] = ["read", "edit", "full"];

/** One share: whom, how much, how long, why. */
export const ShareRow = (props: ShareRowProps): ReactNode => {
  const { share, name, kind, fault, readOnly, onChange, onRemove } = props;
  const { formats, now, timeZone } = useEnnead();
  const strings = useStrings(shareStrings);
  const id = useId();
  const { access, expiresAt, note } = share;
  const ended = expiresAt !== null && Date.parse(expiresAt) <= now();
  const end = (): string => {
    if (expiresAt === null) return strings.endless;
    const at = formats.instant(expiresAt, timeZone);
    return ended ? strings.ended(at) : strings.endsOn(at);
  };
  const described = fault === undefined ? {} : { "aria-describedby": id, "aria-invalid": true };
  return (
    <li className="ennead-share" {...(fault === undefined ? {} : { "data-faulty": "" })}>
      <span className="ennead-list-text">
        <strong>{name}</strong>
        <span className="ennead-note">
          {[kind, ...(readOnly || ended ? [end()] : []), ...(readOnly && note ? [note] : [])].join(
            " · ",
          )}
        </span>
      </span>
      {readOnly ? (
        <span className="ennead-badge">{strings.levels[access]}</span>
      ) : (
        <>
          <select
            className="ennead-select"
            aria-label={strings.levelOf(name)}
            value={access}
            {...described}
            onChange={(event) =>
              onChange({ ...share, access: event.currentTarget.value as ShareLevel })
            }
          >
            {levels.map((level) => (
              <option key={level} value={level}>
                {strings.levels[level]}
              </option>
            ))}
          </select>
          <Button className="ennead-tool" aria-label={strings.removeOf(name)} onPress={onRemove}>
            <Icon name="close" />
          </Button>
          <label className="ennead-share-part">
            <span className="ennead-caption">{strings.until}</span>
            <input
              className="ennead-input"
              type="date"
              aria-label={strings.untilOf(name)}
              value={dateOfEnd(expiresAt, timeZone)}
              {...described}
              onChange={(event) => {
                const wanted = endOfDate(event.currentTarget.value, timeZone);
                if (wanted !== undefined) onChange({ ...share, expiresAt: wanted });
              }}
            />
          </label>
          <label className="ennead-share-part">
            <span className="ennead-caption">{strings.note}</span>
            <input
              className="ennead-input"
              type="text"
              maxLength={500}
              aria-label={strings.noteOf(name)}
              value={note ?? ""}
              onChange={(event) => {
                const text = event.currentTarget.value;
                onChange({ ...share, note: text === "" ? null : text });
              }}
            />
          </label>
        </>
      )}
      {fault === undefined ? null : (
        <p id={id} className="ennead-alert" role="alert">
          {fault}
        </p>
      )}
    </li>
  );
};
