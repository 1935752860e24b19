import { err, fault, ok, type Json, type Result } from "@ennead/core/kernel";

import type { RequestContext } from "../context.ts";
import type { Answer } from "./answer.ts";

/** The weak tag of an entity: its version, the permissions it was shown under, the API version it was written in. */
const entityTag = (version: number, stamp: number, apiVersion: string): string =>
  `W/"${version}-${stamp}-${apiVersion}"`;

const oneTag = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/;

/**
 * The versions an `If-Match` asks for; undefined for none and for `*`. A tag that is none of ours is of no version, so
 * it matches nothing.
 */
export const versionsAsked = (
  header: string | undefined,
): Result<readonly number[] | undefined> => {
  if (header === undefined || header.trim() === "*") return ok(undefined);
  const tags = header.split(",").map((text) => oneTag.exec(text.trim())?.[1]);
  if (tags.includes(undefined)) {
    return err(
      fault(
        "kernel/bad-request",
        'If-Match takes ETags as they were sent, like W/"3-1-2026-01-01".',
      ),
    );
  }
  return ok(tags.flatMap((tag = "") => /^(\d{1,15})(?:-|$)/.exec(tag)?.[1] ?? []).map(Number));
};

/** The rule of `If-Match`: `kernel/precondition-failed` when the caller has seen another version than the present one. */
export const checkVersion = (
  { ifMatch }: Pick<RequestContext, "ifMatch">,
  version: number,
): Result<void> =>
  ifMatch === undefined || ifMatch.includes(version)
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
  headers: { ...headers, etag: entityTag(version, principal.stamp, apiVersion) },
});

/** Whether `If-None-Match` holds the tag, weakly compared. */
export const matchesTag = (header: string | null, tag: string): boolean => {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  const bare = tag.replace(/^W\//, "");
  return header.split(",").some((one) => one.trim().replace(/^W\//, "") === bare);
};
