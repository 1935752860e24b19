"use client";
import { useState, type FormEvent, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { UNSAFE_PortalProvider } from "react-aria/PortalProvider";

import type {
  AccessStartImpersonationBody,
  StartedImpersonationAnswer,
} from "../../kernel/api.gen.ts";
import { ErrorBoundary } from "../../kernel/boundary.tsx";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Select, TextInput } from "../../kernel/parts/controls.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { useAction } from "../../kernel/parts/use-action.ts";
import { ProblemError } from "../../kernel/problem.ts";
import { PrincipalPicker } from "../../kernel/sharing/PrincipalPicker.tsx";
import { usePrincipals, type Principal } from "../../kernel/sharing/use-principals.ts";
import { impersonationStrings } from "./impersonation-strings.ts";
import { useMe } from "./use-me.ts";

export interface ImpersonationFormProps {
  /**
   * Told when it has begun. Widgets of the same provider ask with the token at once; a page that asks by itself, or has
   * other providers, signs with it as well.
   */
  readonly onStarted?: ((started: StartedImpersonationAnswer) => void) | undefined;
}

const lengths = [15, 30, 60] as const;
const allowed = {
  look: ["read"],
  change: ["create", "read", "update", "delete"],
} as const;

const Form = ({ onStarted }: ImpersonationFormProps): ReactNode => {
  const { client, actAs } = useEnnead();
  const strings = useStrings(impersonationStrings);
  const me = useMe();
  const principals = usePrincipals();
  const [whom, setWhom] = useState<Principal | null>(null);
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState("15");
  const [kind, setKind] = useState<keyof typeof allowed>("look");
  const [missing, setMissing] = useState<string | null>(null);
  const start = useAction(
    (body: AccessStartImpersonationBody, idempotencyKey) =>
      client.access.startImpersonation({ body, idempotencyKey }),
    ["ennead", client.baseUrl, "impersonations"],
    (started) => {
      setWhom(null);
      setReason("");
      actAs({ id: started.id, token: started.token });
      onStarted?.(started);
    },
  );
  if (me.data === undefined) {
    return me.error === null ? (
      <p className="ennead-note">{strings.loading}</p>
    ) : (
      <Problem error={me.error} />
    );
  }
  if (me.data.impersonation !== null) return <p className="ennead-note">{strings.already}</p>;
  if (!me.data.permissions.system.includes("access.impersonate")) {
    return <p className="ennead-note">{strings.forbidden}</p>;
  }
  const self = `user:${me.data.user.id}`;
  const people = (principals.all ?? []).filter(({ kind: is, to }) => is === "user" && to !== self);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const lacks =
      whom === null ? strings.needsWhom : reason.trim() === "" ? strings.needsReason : null;
    setMissing(lacks);
    if (whom === null || lacks !== null || start.busy) return;
    start.run({
      userId: whom.to.slice("user:".length),
      reason: reason.trim(),
      minutes: Number(minutes),
      allow: allowed[kind],
    });
  };
  const { error } = start;
  const known = error instanceof ProblemError ? strings.faults[error.code] : undefined;
  return (
    <form className="ennead-form" onSubmit={submit} noValidate>
      <p className="ennead-note">{strings.intro}</p>
      {whom === null ? (
        <PrincipalPicker
          label={strings.whom}
          principals={people}
          without={new Set()}
          onChoose={setWhom}
        />
      ) : (
        <p className="ennead-row">
          <strong>{strings.chosen(whom.name)}</strong>
          <button
            type="button"
            className="ennead-button"
            data-quiet=""
            onClick={() => setWhom(null)}
          >
            {strings.another}
          </button>
        </p>
      )}
      <Problem error={principals.error} />
      <TextInput
        label={strings.reason}
        value={reason}
        placeholder={strings.reasonHint}
        onChange={setReason}
      />
      <div className="ennead-pair">
        <Select
          label={strings.minutes}
          value={minutes}
          options={lengths.map((one) => ({ id: String(one), label: strings.minutesOf(one) }))}
          onChange={setMinutes}
        />
        <Select
          label={strings.may}
          value={kind}
          options={[
            { id: "look", label: strings.look },
            { id: "change", label: strings.change },
          ]}
          onChange={(next) => setKind(next as keyof typeof allowed)}
        />
      </div>
      <p className="ennead-alert" role="alert">
        {missing ?? known ?? ""}
      </p>
      {known === undefined ? <Problem error={error} /> : null}
      <div className="ennead-form-end">
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={start.busy}>
          {start.busy ? strings.starting : strings.start}
        </button>
      </div>
    </form>
  );
};

/** Begins to act as somebody else, for who may: whom, why, how long, and whether only to look. */
export const ImpersonationForm = (props: ImpersonationFormProps): ReactNode => {
  const { formats, overlays } = useEnnead();
  const strings = useStrings(impersonationStrings);
  return (
    <ErrorBoundary>
      <I18nProvider locale={formats.locale}>
        <UNSAFE_PortalProvider getContainer={overlays}>
          <section className="ennead-access-page ennead-stack" aria-label={strings.title}>
            <h2 className="ennead-subtitle">{strings.title}</h2>
            <Form {...props} />
          </section>
        </UNSAFE_PortalProvider>
      </I18nProvider>
    </ErrorBoundary>
  );
};
