import { err, fault, ok, type Json, type Result } from "@ennead/core/kernel";

import { entityTag, type Answer, type RequestContext } from "../kernel/index.ts";

/** The rule of `If-Match`: `kernel/precondition-failed` when the caller has seen another version than the present one. */
export const checkVersion = ({ ifMatch }: RequestContext, version: number): Result<void> =>
  ifMatch === undefined || ifMatch === version
    ? ok(undefined)
    : err(
        fault("kernel/precondition-failed", `The present version is ${version}.`, undefined, {
          version,
        }),
      );

/** The answer for one entity, tagged with its version. */
export const versioned = (
  { principal, apiVersion }: RequestContext,
  status: number,
  version: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  body,
  headers: { etag: entityTag(version, principal.stamp, apiVersion), ...headers },
});
