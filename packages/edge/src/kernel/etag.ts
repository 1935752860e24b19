import { err, fault, ok, type Result } from "@ennead/core/kernel";

/** The weak tag of an entity: its version, the permissions it was shown under, the API version it was written in. */
export const entityTag = (version: number, stamp: number, apiVersion: string): string =>
  `W/"${version}-${stamp}-${apiVersion}"`;

/** The version an `If-Match` asks for; undefined for none and for `*`. */
export const versionAsked = (header: string | undefined): Result<number | undefined> => {
  if (header === undefined || header.trim() === "*") return ok(undefined);
  const match = /^(?:W\/)?"(\d{1,15})(?:-[^"]*)?"$/.exec(header.trim());
  return match?.[1] === undefined
    ? err(fault("kernel/bad-request", 'If-Match takes one ETag of ours, like W/"3-1-2026-01-01".'))
    : ok(Number(match[1]));
};

/** Whether `If-None-Match` holds the tag, weakly compared. */
export const matchesTag = (header: string | null, tag: string): boolean => {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  const bare = tag.replace(/^W\//, "");
  return header.split(",").some((one) => one.trim().replace(/^W\//, "") === bare);
};
