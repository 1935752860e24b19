import { checkObligations, exportObligations, type Obligations } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import { ok, type Fault, type Result } from "@ennead/core/kernel";
import type { CheckedSpec } from "@ennead/core/pivot";

import { isFresh, type RequestContext } from "../kernel/index.ts";
import type { Format } from "./formats.ts";

/** What leaves, and how. */
export interface Leaving {
  readonly spec: CheckedSpec;
  readonly formats: readonly Format[];
  /** Lines of the table. */
  readonly rows: number;
  /** Whether a fresh sign-in has been seen to, by the request that a job does the work of. */
  readonly steppedUp?: boolean;
}

/** Formats that have room for what a reader must know. */
const withNotes: ReadonlySet<Format> = new Set(["html", "pdf", "xlsx"]);

const objectsOf = ({ source, joins = [] }: CheckedSpec): readonly string[] => [
  ...new Set([source, ...joins.map((join) => join.source)]),
];

/**
 * What a file must bear, as notes in it, after what the actor's sets oblige him to when records of these objects leave:
 * `access/obligation-unmet` where the file cannot honour it. Masked fields are in no report at all.
 */
export const honoured = (
  { model, principal, actorLabel, now }: RequestContext,
  { spec, formats, rows, steppedUp = isFresh(principal) }: Leaving,
): Result<readonly string[], readonly Fault[]> => {
  const all: readonly Obligations[] = objectsOf(spec).map((object) =>
    exportObligations(model, principal, object),
  );
  const faults = all.flatMap((obligations) => {
    const checked = checkObligations(obligations, {
      masked: obligations.mask ?? [],
      rows,
      watermark: formats.every((format) => withNotes.has(format)),
      steppedUp,
    });
    return checked.ok ? [] : checked.error;
  });
  if (faults.length > 0) return { ok: false, error: faults };
  return ok(
    all.some(({ watermark }) => watermark === true)
      ? [`Exported by ${actorLabel} at ${formatInstant(now)}.`]
      : [],
  );
};
