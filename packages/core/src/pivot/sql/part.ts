import type { Sql } from "../../filter/index.ts";
import type { ColumnSchema } from "../dataset.ts";

/** One aggregate of a group, made by the database and merged by the engine like the values of a column. */
export interface State {
  readonly schema: ColumnSchema;
  /** Expressions whose answers make up the value: a number or text, or the low and the high part of a sum. */
  readonly sql: readonly Sql[];
  readonly kind: "count" | "sum" | "extreme";
}

/**
 * One query: the groups of some rows. Every part knows the fields that place its rows on the axes; besides them it holds
 * states of measures (`states`), values with how often they are there (`values`), the first or last records of groups
 * (`ordered`), or what the unfiltered data has (`universe`).
 */
export interface Part {
  readonly kind: "states" | "values" | "ordered" | "universe";
  /** Fields that are grouped as they are, beyond the keys of the axes. */
  readonly raw: readonly string[];
  /** The condition of the measures of this part, where the database can judge it. */
  readonly where: Sql | undefined;
  /** Whether each row stands for as many records as it counts. */
  readonly repeated: boolean;
  readonly states: State[];
  /** Floats of a measure whose condition the engine judges: the reader is warned where they are not finite. */
  readonly warns?: readonly string[];
  /** `ordered`: which record of each group, by which fields. */
  readonly first?: {
    readonly which: "first" | "last";
    readonly field: string;
    readonly by: readonly string[];
  };
}

/** Parts by what they group; the first one counts the records of the report. */
export class Parts {
  readonly #byKey = new Map<string, { readonly part: Part; readonly at: number }>();
  readonly all: Part[] = [];

  /** The number of the part that is like this one. */
  add(part: Omit<Part, "states">): number {
    const { kind, where, repeated, first, warns } = part;
    const raw = [...new Set(part.raw)].toSorted();
    const params = where?.params.map((value) => [typeof value, String(value)]);
    const key = JSON.stringify([kind, raw, where?.sql, params, repeated, first, warns]);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known.at;
    const made: Part = { ...part, raw, states: [] };
    const at = this.all.push(made) - 1;
    this.#byKey.set(key, { part: made, at });
    return at;
  }

  /** The number of a state of a part; equal states are one. */
  state(at: number, state: State): number {
    const states = this.all[at]?.states ?? [];
    const isSame = (one: State): boolean =>
      one.kind === state.kind &&
      one.schema.type === state.schema.type &&
      one.sql.length === state.sql.length &&
      one.sql.every(
        ({ sql, params }, part) =>
          sql === state.sql[part]?.sql &&
          params.length === state.sql[part].params.length &&
          params.every((param, number) => param === state.sql[part]?.params[number]),
      );
    const known = states.findIndex(isSame);
    return known >= 0 ? known : states.push(state) - 1;
  }
}
