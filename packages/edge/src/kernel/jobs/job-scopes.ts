import type { KeyScopes } from "@ennead/core/access";

import type { SqlValue } from "../db/sql.ts";

/** Scopes as a job keeps them. */
export const scopesText = (scopes: KeyScopes | null): string | null =>
  scopes === null ? null : JSON.stringify(scopes);

/** The scopes of a job; null where nothing limits it. */
export const scopesOf = (text: SqlValue | undefined): KeyScopes | null =>
  text === null || text === undefined ? null : (JSON.parse(String(text)) as KeyScopes);
