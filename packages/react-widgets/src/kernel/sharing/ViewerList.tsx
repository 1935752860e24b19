"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { ViewersAnswer } from "../api.gen.ts";
import { useEnnead, useStrings } from "../context.ts";
import { Icon } from "../icons.tsx";
import { shareStrings } from "./share-strings.ts";
import type { Viewer } from "./use-shares.ts";

export interface ViewerListProps {
  readonly answer: ViewersAnswer;
  /** Shares above are not saved yet. */
  readonly changed: boolean;
  /** Left out where the reader may not ask why. */
  readonly onWhy?: ((viewer: Viewer) => void) | undefined;
}

/** Who sees it already, how far and by what; opened when wanted. */
export const ViewerList = ({ answer, changed, onWhy }: ViewerListProps): ReactNode => {
  const { items, total } = answer;
  const { formats } = useEnnead();
  const strings = useStrings(shareStrings);
  const [open, setOpen] = useState(false);
  return (
    <section className="ennead-stack" data-close="">
      <h3 className="ennead-subtitle">
        <Button
          className="ennead-link"
          aria-expanded={open}
          onPress={() => setOpen((before) => !before)}
        >
          <Icon name={open ? "chevronDown" : "chevronEnd"} />
          {strings.viewers(total)}
        </Button>
      </h3>
      {open ? (
        <>
          {changed ? <p className="ennead-note">{strings.viewersAsSaved}</p> : null}
          <ul className="ennead-list">
            {items.map((viewer) => {
              const name = viewer.name ?? strings.somebody;
              // The server's sentences name people and ways; they are English.
              const known = formats.language === "de" ? strings.reasons[viewer.reason] : undefined;
              return (
                <li key={viewer.userId} className="ennead-list-row">
                  <span className="ennead-list-text">
                    <strong>{name}</strong>
                    <span className="ennead-note">{known ?? viewer.text}</span>
                  </span>
                  <span className="ennead-badge">{strings.levels[viewer.access]}</span>
                  {onWhy === undefined ? null : (
                    <Button
                      className="ennead-button"
                      data-quiet=""
                      aria-label={strings.whyOf(name)}
                      onPress={() => onWhy(viewer)}
                    >
                      {strings.why}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
          {total > items.length ? (
            <p className="ennead-note">{strings.viewersCut(items.length, total)}</p>
          ) : null}
        </>
      ) : null}
    </section>
  );
};
