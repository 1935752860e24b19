"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";

import type { MeAnswer } from "../../kernel/api.gen.ts";
import { ErrorBoundary } from "../../kernel/boundary.tsx";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { useAction } from "../../kernel/parts/use-action.ts";
import { ProblemError } from "../../kernel/problem.ts";
import { impersonationStrings } from "./impersonation-strings.ts";
import { useMe } from "./use-me.ts";

export interface ImpersonationBannerProps {
  /** Told when it is over: ended here, by somebody else, or by time. A page that signs with its token signs as before. */
  readonly onEnded?: (() => void) | undefined;
}

/** Minutes and seconds, as a clock shows them. */
const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

interface ActingProps {
  readonly me: MeAnswer;
  readonly impersonation: NonNullable<MeAnswer["impersonation"]>;
  readonly onOver: () => void;
}

const Acting = ({ me, impersonation, onOver }: ActingProps): ReactNode => {
  const { client, now, announce } = useEnnead();
  const strings = useStrings(impersonationStrings);
  const { id, actorName, reason, endsAt } = impersonation;
  const [left, setLeft] = useState(() => Date.parse(endsAt) - now());
  const warned = useRef(false);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Date.parse(endsAt) - now()), 1000);
    return () => clearInterval(timer);
  }, [endsAt, now]);
  useEffect(() => {
    if (left <= 0) onOver();
    else if (left <= 60_000 && !warned.current) {
      warned.current = true;
      announce(strings.lastMinute);
    }
  }, [left, onOver, announce, strings]);
  const end = useAction(
    (which: string, idempotencyKey) =>
      client.access.endImpersonation({ params: { id: which }, idempotencyKey }),
    ["ennead", client.baseUrl, "impersonations"],
    onOver,
  );
  return (
    <section className="ennead-impersonation" aria-label={strings.banner}>
      <Icon name="alert" />
      <p className="ennead-impersonation-text">
        <strong>{strings.acting(actorName, me.user.name)}</strong>{" "}
        <span>{strings.because(reason)}</span>
      </p>
      <span className="ennead-impersonation-clock" role="timer">
        {strings.left(clock(left))}
      </span>
      <button
        type="button"
        className="ennead-button"
        aria-disabled={end.busy}
        onClick={() => {
          if (!end.busy) end.run(id);
        }}
      >
        {end.busy ? strings.ending : strings.end}
      </button>
      <Problem error={end.error} />
    </section>
  );
};

const Banner = ({ onEnded }: ImpersonationBannerProps): ReactNode => {
  const { acting, actAs, announce } = useEnnead();
  const strings = useStrings(impersonationStrings);
  const me = useMe();
  const isRefused = acting !== null && me.error instanceof ProblemError && me.error.status === 401;
  const latest = useRef(onEnded);
  useEffect(() => {
    latest.current = onEnded;
  });
  const [over] = useState(() => (): void => {
    actAs(null);
    announce(strings.ended);
    latest.current?.();
  });
  useEffect(() => {
    // Somebody ended it elsewhere, or its time was over before the clock here said so.
    if (isRefused) over();
  }, [isRefused, over]);
  const impersonation = me.data?.impersonation;
  return me.data === undefined || impersonation == null ? null : (
    <Acting key={impersonation.id} me={me.data} impersonation={impersonation} onOver={over} />
  );
};

/** Tells as whom one acts, why and how long still, and ends it; nothing where one is oneself. Belongs on every page. */
export const ImpersonationBanner = (props: ImpersonationBannerProps): ReactNode => (
  <ErrorBoundary>
    <Banner {...props} />
  </ErrorBoundary>
);
