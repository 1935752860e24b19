"use client";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import type { ExplanationAnswer } from "../api.gen.ts";
import { useEnnead, useStrings } from "../context.ts";
import { Select } from "../parts/controls.tsx";
import { Problem } from "../parts/Problem.tsx";
import { ProblemError } from "../problem.ts";
import { queryDefaults } from "../queries.ts";
import { explainStrings, type ExplainedAction, type ExplainStrings } from "./explain-strings.ts";

export interface ExplainPanelProps {
  readonly object: string;
  readonly id: string;
  readonly user: { readonly id: string; readonly name: string };
}

const asked: readonly ExplainedAction[] = [
  "read",
  "update",
  "delete",
  "share",
  "export",
  "approve",
];

/** What would get past the rule that decided, in the reader's language. */
const changesOf = (answer: ExplanationAnswer, { changeOf }: ExplainStrings): readonly string[] => {
  if (changeOf === undefined) return answer.changes;
  if (answer.changes.length === 0) return [];
  const keys =
    answer.rule === "scope"
      ? answer.tried.flatMap(({ grant }) => (grant === undefined ? [] : [grant]))
      : [answer.rule];
  return keys.map(changeOf).filter((text) => text !== undefined);
};

const Explained = ({
  answer,
  name,
}: {
  readonly answer: ExplanationAnswer;
  readonly name: string;
}): ReactNode => {
  const strings = useStrings(explainStrings);
  const { allow, reason, tried, text } = answer;
  const changes = changesOf(answer, strings);
  return (
    <>
      <p className="ennead-verdict" data-allow={allow}>
        <strong>{allow ? strings.allowed : strings.refused}</strong>{" "}
        {strings.said(name, allow, reason) ?? text}
      </p>
      <section className="ennead-stack" data-close="">
        <h3 className="ennead-subtitle">{strings.tried}</h3>
        <ol className="ennead-list">
          {tried.map((one) => (
            <li
              key={`${one.rule} ${one.grant ?? ""} ${one.text}`}
              className="ennead-list-row"
              data-outcome={one.outcome}
              {...(one.outcome === "decided" ? { "aria-current": "true" as const } : {})}
            >
              <span className="ennead-list-text">
                <strong>
                  {one.grant === undefined
                    ? (strings.rules[one.rule] ?? one.rule)
                    : (strings.grants[one.grant] ?? one.grant)}
                </strong>
                <span className="ennead-note">
                  {strings.found(one.rule, one.grant, one.outcome, allow) ?? one.text}
                </span>
              </span>
              <span className="ennead-badge">{strings.outcomes[one.outcome]}</span>
            </li>
          ))}
        </ol>
      </section>
      {allow ? null : (
        <section className="ennead-stack" data-close="">
          <h3 className="ennead-subtitle">{strings.changes}</h3>
          {changes.length === 0 ? (
            <p className="ennead-note">{strings.noChanges}</p>
          ) : (
            <ul className="ennead-changes">
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  );
};

/**
 * Why somebody may or may not do something to a record: the rules in the order they are tried, the one that decided, and
 * what would have to change. For administrators of access.
 */
export const ExplainPanel = ({ object, id, user }: ExplainPanelProps): ReactNode => {
  const { client } = useEnnead();
  const strings = useStrings(explainStrings);
  const [action, setAction] = useState<ExplainedAction>("read");
  const { data, error } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "explain", object, id, user.id, action],
    queryFn: ({ signal }) =>
      client.access.explain({
        params: { object, record: id },
        query: { user: user.id, action },
        signal,
      }),
    gcTime: 0,
  });
  if (error instanceof ProblemError && error.forbidden) {
    return <p className="ennead-note">{strings.forbidden}</p>;
  }
  return (
    <div className="ennead-stack">
      <Select
        label={strings.action}
        value={action}
        options={asked.map((one) => ({ id: one, label: strings.actions[one] }))}
        onChange={(next) => setAction(next as ExplainedAction)}
      />
      <Problem error={error} />
      {data === undefined ? (
        error === null ? (
          <p className="ennead-note">{strings.loading}</p>
        ) : null
      ) : (
        <Explained answer={data} name={user.name} />
      )}
    </div>
  );
};
