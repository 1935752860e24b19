"use client";
import { useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { UNSAFE_PortalProvider } from "react-aria/PortalProvider";

import { ErrorBoundary } from "../../kernel/boundary.tsx";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { ExplainPanel } from "../../kernel/sharing/ExplainPanel.tsx";
import { PrincipalPicker } from "../../kernel/sharing/PrincipalPicker.tsx";
import { usePrincipals } from "../../kernel/sharing/use-principals.ts";
import { explanationStrings } from "./explanation-strings.ts";

export interface AccessExplanationProps {
  readonly object: string;
  readonly id: string;
  /** Whom it is asked about to begin with; without one he is chosen. */
  readonly user?: { readonly id: string; readonly name: string } | undefined;
}

const Explanation = ({ object, id, user }: AccessExplanationProps): ReactNode => {
  const strings = useStrings(explanationStrings);
  const principals = usePrincipals();
  const [chosen, setChosen] = useState(user);
  const people = (principals.all ?? []).filter(({ kind }) => kind === "user");
  return (
    <section className="ennead-access-page ennead-stack" aria-label={strings.title}>
      <h2 className="ennead-subtitle">
        {chosen === undefined ? strings.title : strings.of(chosen.name)}
      </h2>
      <PrincipalPicker
        label={strings.whom}
        principals={people}
        without={new Set()}
        onChoose={({ to, name }) => setChosen({ id: to.slice("user:".length), name })}
      />
      <Problem error={principals.error} />
      {chosen === undefined ? null : (
        <ExplainPanel key={chosen.id} object={object} id={id} user={chosen} />
      )}
    </section>
  );
};

/** "Why can this person see this?": for administrators, about anybody and any record. */
export const AccessExplanation = (props: AccessExplanationProps): ReactNode => {
  const { formats, overlays } = useEnnead();
  return (
    <ErrorBoundary>
      <I18nProvider locale={formats.locale}>
        <UNSAFE_PortalProvider getContainer={overlays}>
          <Explanation {...props} />
        </UNSAFE_PortalProvider>
      </I18nProvider>
    </ErrorBoundary>
  );
};
