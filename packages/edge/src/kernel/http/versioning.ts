import { err, fault, ok, type Json, type Result } from "@ennead/core/kernel";

/** The API version that this package speaks. */
export const currentVersion = "2026-01-01";

/** Which way a value travels: `up` from the caller's version to ours, `down` from ours to the caller's. */
export type Direction = "up" | "down";

/** The one seam where the versioning room will translate bodies; the identity while there is one version. */
export type Convert = (route: string, version: string, direction: Direction, value: Json) => Json;

export const identity: Convert = (_route, _version, _direction, value) => value;

/** The version a caller asks for by `Accept-Version`; the current one without the header. */
export const negotiate = (asked: string | null): Result<string> =>
  asked === null || asked === currentVersion
    ? ok(currentVersion)
    : err(
        fault(
          "versioning/unknown-version",
          `There is no API version ${JSON.stringify(asked.slice(0, 40))}; the present one is ${currentVersion}.`,
        ),
      );
