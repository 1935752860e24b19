import type { ReactNode } from "react";

import { Icon } from "./Icon.tsx";
import { initialsOf } from "./initials.ts";
import { Mark } from "./Mark.tsx";
import { useProgress } from "./progress.ts";
import { ProgressBar } from "./ProgressBar.tsx";
import { useDemoUsers, useSignIn, type DemoUser } from "./session.ts";

const Person = ({
  person,
  busy,
  onChoose,
}: {
  readonly person: DemoUser;
  readonly busy: boolean;
  readonly onChoose: () => void;
}): ReactNode => (
  <button type="button" className="portal-person" disabled={busy} onClick={onChoose}>
    <span className="portal-avatar" aria-hidden="true">
      {initialsOf(person.name)}
    </span>
    <span className="portal-person-text">
      <span className="portal-person-name">{person.name}</span>
      <span className="portal-person-role">{person.role}</span>
      <span className="portal-person-about">{person.about}</span>
    </span>
    <Icon name="chevronEnd" />
  </button>
);

/** Choose who to be: two companies, several roles, no passwords. */
export const SignIn = (): ReactNode => {
  const people = useDemoUsers();
  const signIn = useSignIn();
  const progress = useProgress();
  const companies = [...Map.groupBy(people.data?.items ?? [], (person) => person.companyName)];
  return (
    <main className="portal-signin">
      <section className="portal-signin-intro">
        <p className="portal-brand">
          <Mark /> Ennead
        </p>
        <h1>The nine systems every CRM is asked for.</h1>
        <p className="portal-lead">
          This is a portal with sample data of two companies: three years of accounts, contacts and
          deals, entered through the same API you would use.
        </p>
        <ProgressBar progress={progress} />
      </section>
      <section className="portal-signin-people" aria-labelledby="signin-title">
        <h2 id="signin-title">Sign in as</h2>
        {people.isError || signIn.isError ? (
          <p className="portal-notice" role="alert">
            {(people.error ?? signIn.error)?.message}
          </p>
        ) : null}
        {companies.map(([company, members]) => (
          <div key={company} className="portal-company">
            <h3>{company}</h3>
            <ul>
              {members.map((person) => (
                <li key={person.user}>
                  <Person
                    person={person}
                    busy={signIn.isPending}
                    onChoose={() => {
                      signIn.mutate(person.user);
                    }}
                  />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
    </main>
  );
};
