"use client";
import { useState, type ReactNode } from "react";

import type { ApiKeyAnswer, CreatedApiKeyAnswer } from "../../kernel/api.gen.ts";
import { ErrorBoundary } from "../../kernel/boundary.tsx";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Certain } from "../../kernel/parts/Certain.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { ShownOnce } from "../../kernel/parts/ShownOnce.tsx";
import { keyStrings, type KeyStrings } from "./key-strings.ts";
import { NewKey } from "./NewKey.tsx";
import { useApiKeys } from "./use-keys.ts";

interface KeyRowProps {
  readonly apiKey: ApiKeyAnswer;
  readonly isOwn: boolean;
  readonly onRevoke: () => void;
}

const endOf = (
  { revokedAt, expiresAt }: ApiKeyAnswer,
  now: number,
  when: (at: string) => string,
  strings: KeyStrings,
): string => {
  if (revokedAt !== null) return strings.revokedOn(when(revokedAt));
  return Date.parse(expiresAt) > now
    ? strings.until(when(expiresAt))
    : strings.expired(when(expiresAt));
};

const KeyRow = ({ apiKey, isOwn, onRevoke }: KeyRowProps): ReactNode => {
  const { formats, now, timeZone } = useEnnead();
  const strings = useStrings(keyStrings);
  const { name, prefix, scopes, revokedAt, expiresAt, lastUsedAt } = apiKey;
  const when = (at: string): string => formats.instant(at, timeZone);
  const works = revokedAt === null && Date.parse(expiresAt) > now();
  return (
    <li className="ennead-list-row">
      <span className="ennead-list-text">
        <strong>{name}</strong>
        <span className="ennead-note">
          {[
            `${prefix}…`,
            endOf(apiKey, now(), when, strings),
            lastUsedAt === null ? strings.unused : strings.used(when(lastUsedAt)),
            ...(isOwn ? [] : [strings.someoneElses]),
          ].join(" · ")}
        </span>
        <span className="ennead-note">{scopes.join(", ")}</span>
      </span>
      {works ? (
        <Certain
          label={strings.revoke}
          name={strings.revokeOf(name)}
          question={strings.sure}
          yes={strings.revoke}
          no={strings.keep}
          onYes={onRevoke}
        />
      ) : null}
    </li>
  );
};

const Keys = (): ReactNode => {
  const strings = useStrings(keyStrings);
  const [made, setMade] = useState<CreatedApiKeyAnswer | null>(null);
  const [said, setSaid] = useState("");
  const { me, list, create, revoke } = useApiKeys({
    onMade: setMade,
    onRevoked: ({ id, name }) => {
      setMade((shown) => (shown?.id === id ? null : shown));
      setSaid(strings.revoked(name));
    },
  });
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <section className="ennead-access-page ennead-stack" aria-label={strings.title}>
      <h2 className="ennead-subtitle">{strings.title}</h2>
      <p className="ennead-note">{strings.intro}</p>
      {me.data === undefined ? null : (
        // Made anew once a key is made, so that the next one is not made by a second press.
        <NewKey key={`after ${made?.id ?? ""}`} me={me.data} create={create} />
      )}
      {made === null ? null : made.value === null ? (
        // An answer was lost, and the server tells the value no more.
        <p key={made.id} className="ennead-alert" role="alert">
          {strings.madeBefore}
        </p>
      ) : (
        <ShownOnce key={made.id} value={made.value} label={strings.value} strings={strings} />
      )}
      <section className="ennead-stack" aria-label={strings.list}>
        <h3 className="ennead-subtitle">{strings.list}</h3>
        <Problem error={me.error ?? list.error ?? revoke.error} />
        <output className="ennead-note">{said}</output>
        {items === undefined ? (
          list.error === null ? (
            <p className="ennead-note">{strings.loading}</p>
          ) : null
        ) : items.length === 0 ? (
          <p className="ennead-note">{strings.none}</p>
        ) : (
          <ul className="ennead-list">
            {items.map((one) => (
              <KeyRow
                key={one.id}
                apiKey={one}
                isOwn={one.userId === me.data?.user.id}
                onRevoke={() => revoke.run(one)}
              />
            ))}
          </ul>
        )}
        {list.hasNextPage ? (
          <button
            type="button"
            className="ennead-button"
            data-quiet=""
            aria-disabled={list.isFetchingNextPage}
            onClick={() => {
              if (!list.isFetchingNextPage) void list.fetchNextPage();
            }}
          >
            {list.isFetchingNextPage ? strings.loading : strings.more}
          </button>
        ) : null}
      </section>
    </section>
  );
};

/** One's API keys: made with a name, scopes and an end, shown once, listed with their last use, revoked. */
export const ApiKeys = (): ReactNode => (
  <ErrorBoundary>
    <Keys />
  </ErrorBoundary>
);
