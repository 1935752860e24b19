import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import type { Action } from "./actions.ts";

/** What a permission set ties to its rights on an object. */
export interface SetObligations {
  /** At most this many rows leave in one export. */
  readonly maxExportRows?: number;
  /** What is exported bears who exported it and when. */
  readonly watermark?: boolean;
  /** Actions that take a fresh proof of who one is. */
  readonly stepUp?: readonly Action[];
}

/** What the caller has to do with an answer that allows. Absent parts ask for nothing. */
export interface Obligations {
  /** Fields that are shown in their masked form only. */
  readonly mask?: readonly string[];
  readonly maxExportRows?: number;
  readonly watermark?: true;
  readonly stepUp?: true;
}

/** What a caller has done, or is able to do. */
export interface Honoured {
  readonly masked?: readonly string[];
  readonly rows?: number;
  readonly watermark?: boolean;
  readonly steppedUp?: boolean;
}

/**
 * Obligations of one action from all sets that give it. As between grants, the most permissive wins: a limit holds only
 * where every such set has one, and then the widest.
 */
export const obligationsOf = (
  action: Action,
  giving: readonly (SetObligations | undefined)[],
): Obligations | undefined => {
  if (giving.length === 0 || giving.includes(undefined)) return undefined;
  const all = giving.filter((one) => one !== undefined);
  const found: { -readonly [Name in keyof Obligations]: Obligations[Name] } = {};
  if (action === "export") {
    const rows = all.map(({ maxExportRows }) => maxExportRows ?? Number.POSITIVE_INFINITY);
    const most = Math.max(...rows);
    if (most !== Number.POSITIVE_INFINITY) found.maxExportRows = most;
    if (all.every(({ watermark }) => watermark === true)) found.watermark = true;
  }
  if (all.every(({ stepUp }) => stepUp?.includes(action) === true)) found.stepUp = true;
  return Object.keys(found).length === 0 ? undefined : found;
};

/** What two people who must both be allowed have to do together: the stricter of each. */
export const bothObligations = (left: Obligations, right: Obligations = {}): Obligations => {
  const mask = [...new Set([...(left.mask ?? []), ...(right.mask ?? [])])];
  const rows = Math.min(
    left.maxExportRows ?? Number.POSITIVE_INFINITY,
    right.maxExportRows ?? Number.POSITIVE_INFINITY,
  );
  return {
    ...left,
    ...right,
    ...(mask.length === 0 ? {} : { mask }),
    ...(rows === Number.POSITIVE_INFINITY ? {} : { maxExportRows: rows }),
  };
};

/** Whether a caller has honoured what an answer asked of him: a fault `access/obligation-unmet` for each he has not. */
export const checkObligations = (
  { mask = [], maxExportRows, watermark, stepUp }: Obligations,
  honoured: Honoured,
): Result<void, Fault[]> => {
  const faults: Fault[] = [];
  const unmet = (message: string, detail: Readonly<Record<string, string | number>>): void => {
    faults.push(fault("access/obligation-unmet", message, undefined, detail));
  };
  for (const field of mask) {
    if (honoured.masked?.includes(field) !== true) {
      unmet(`The field ${field} may only be shown masked.`, { obligation: "mask", field });
    }
  }
  if (maxExportRows !== undefined && !((honoured.rows ?? Number.NaN) <= maxExportRows)) {
    unmet(`At most ${maxExportRows} rows may be exported at once.`, {
      obligation: "maxExportRows",
      most: maxExportRows,
    });
  }
  if (watermark === true && honoured.watermark !== true) {
    unmet("This may only be exported with a watermark.", { obligation: "watermark" });
  }
  if (stepUp === true && honoured.steppedUp !== true) {
    unmet("This takes a fresh sign-in.", { obligation: "stepUp" });
  }
  return faults.length === 0 ? ok(undefined) : err(faults);
};
