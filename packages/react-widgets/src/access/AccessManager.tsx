"use client";
import { useId, type KeyboardEvent, type ReactNode } from "react";

import { ErrorBoundary } from "../kernel/boundary.tsx";
import { useEnnead, useStrings } from "../kernel/context.ts";
import { lateCode, useLateCode, type LateCode } from "../kernel/late.ts";
import { NotLoaded } from "../kernel/not-loaded.tsx";
import { noteOf, sentenceOf } from "../kernel/say-error.ts";
import { StatePanel } from "../kernel/state-panel.tsx";
import { kernelStrings } from "../kernel/strings.ts";
import { Skeleton } from "./Skeleton.tsx";
import { accessStrings } from "./strings.ts";
import {
  useAccessManager,
  type AccessManagerOptions,
  type AccessManagerState,
} from "./useAccessManager.ts";
import { accessParts, type AccessPart } from "./value.ts";

export type AccessManagerProps = AccessManagerOptions;

type View = (props: { readonly state: AccessManagerState }) => ReactNode;

// Each part is fetched when it is first opened: who is refused loads none of them.
const views: Readonly<Record<AccessPart, LateCode<View>>> = {
  sets: lateCode(async () => (await import("./matrix/SetsView.tsx")).SetsView),
  people: lateCode(async () => (await import("./people/PeopleView.tsx")).PeopleView),
  groups: lateCode(async () => (await import("./groups/GroupsView.tsx")).GroupsView),
  records: lateCode(async () => (await import("./rules/RulesView.tsx")).RulesView),
  review: lateCode(async () => (await import("./review/ReviewView.tsx")).ReviewView),
};

const Part = ({
  part,
  state,
}: {
  readonly part: AccessPart;
  readonly state: AccessManagerState;
}): ReactNode => {
  const { value: View, failures } = useLateCode(views[part], true);
  if (failures > 0) return <NotLoaded failures={failures} onRetry={views[part].load} />;
  return View === undefined ? <Skeleton /> : <View state={state} />;
};

const Body = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const { status, value, me, retry } = state;
  switch (status.kind) {
    case "loading":
      return <Skeleton />;
    case "forbidden":
      return (
        <StatePanel
          kind="forbidden"
          title={strings.forbidden}
          text={strings.forbiddenHint(me?.company.name ?? "")}
        />
      );
    case "failed":
      return (
        <StatePanel
          kind="error"
          title={strings.failed}
          text={sentenceOf(status.error, kernel)}
          note={noteOf(status.error, kernel)}
        >
          <button type="button" className="ennead-button" data-primary="" onClick={retry}>
            {kernel.retry}
          </button>
        </StatePanel>
      );
    case "ready":
      return <Part key={value.part} part={value.part} state={state} />;
    default:
      return status satisfies never;
  }
};

const Manager = (props: AccessManagerProps): ReactNode => {
  const state = useAccessManager(props);
  const strings = useStrings(accessStrings);
  const { formats } = useEnnead();
  const { value, open, status } = state;
  const id = useId();
  const isUsable = status.kind === "ready" || status.kind === "loading";

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = accessParts.indexOf(value.part);
    const to =
      step !== undefined
        ? at + (formats.direction === "rtl" ? -step : step)
        : { Home: 0, End: accessParts.length - 1 }[event.key];
    const part = to === undefined ? undefined : accessParts.at(to % accessParts.length);
    if (part === undefined) return;
    event.preventDefault();
    open({ part });
    event.currentTarget.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus();
  };
  return (
    <section className="ennead-access" aria-labelledby={`${id}-title`}>
      <header className="ennead-access-top">
        <h2 id={`${id}-title`}>{strings.title}</h2>
        {isUsable ? (
          <div
            role="tablist"
            tabIndex={-1}
            aria-labelledby={`${id}-title`}
            className="ennead-access-tabs"
            onKeyDown={onKeyDown}
          >
            {accessParts.map((part) => (
              <button
                key={part}
                type="button"
                role="tab"
                id={`${id}-${part}`}
                data-part={part}
                aria-selected={part === value.part}
                aria-controls={`${id}-panel`}
                tabIndex={part === value.part ? 0 : -1}
                onClick={() => open({ part })}
              >
                {strings.parts[part]}
              </button>
            ))}
          </div>
        ) : null}
      </header>
      <div
        id={`${id}-panel`}
        className="ennead-access-body"
        {...(isUsable
          ? { role: "tabpanel", "aria-labelledby": `${id}-${value.part}`, tabIndex: -1 }
          : {})}
      >
        <Body state={state} />
      </div>
    </section>
  );
};

/** Administer access: permission sets as a matrix with the effect shown before saving, people, groups, defaults, review. */
export const AccessManager = (props: AccessManagerProps): ReactNode => (
  <ErrorBoundary>
    <Manager {...props} />
  </ErrorBoundary>
);
