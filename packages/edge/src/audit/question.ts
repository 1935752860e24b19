import type { Instant } from "@ennead/core/kernel";

import { sql, type Statement } from "../kernel/index.ts";
import { recordValue, type Facet } from "./posting.ts";

/** What is asked of the log; everything that is named must hold. */
export interface Question {
  /** Epoch milliseconds, the first included and the last not. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly actor?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly action?: string | undefined;
  readonly entity?: string | undefined;
  /** An id of `entity`. */
  readonly record?: string | undefined;
  readonly op?: string | undefined;
  readonly outcome?: string | undefined;
  readonly field?: string | undefined;
  readonly request?: string | undefined;
}

/** One condition of a question. */
export interface Condition {
  /** Where its events stand in the index; null where it is not indexed. */
  readonly posted: { readonly facet: Facet; readonly value: string } | null;
  /** The same as a condition on `audit_event e`. */
  readonly where: Statement;
}

const condition = (facet: Facet, value: string, where: Statement): Condition => ({
  posted: { facet, value },
  where,
});

const named = <T>(value: string | undefined, make: (value: string) => T): readonly T[] =>
  value === undefined ? [] : [make(value)];

/** The conditions of a question, but for time: that is a range of the log. */
export const conditionsOf = (question: Question): readonly Condition[] => {
  const { entity, record } = question;
  return [
    ...named(question.actor, (one) => condition("actor", one, sql`e.actor = ${one}`)),
    ...named(question.onBehalfOf, (one) =>
      condition("onBehalfOf", one, sql`e.on_behalf_of = ${one}`),
    ),
    ...named(question.action, (one) => condition("action", one, sql`e.action = ${one}`)),
    ...(record === undefined || entity === undefined
      ? named(entity, (one) => condition("entity", one, sql`e.entity = ${one}`))
      : [
          condition(
            "record",
            recordValue(entity, record),
            sql`e.entity = ${entity} and e.entity_id = ${record}`,
          ),
        ]),
    ...named(question.op, (one) => condition("op", one, sql`e.op = ${one}`)),
    ...named(question.outcome, (one) => ({
      posted: one === "success" ? null : { facet: "outcome" as const, value: one },
      where: sql`e.outcome = ${one}`,
    })),
    ...named(question.field, (one) =>
      condition(
        "field",
        one,
        sql`(exists (select 1 from json_each(e.diff, '$.changes') c where c.value ->> '$.path[0]' = ${one})
          or exists (select 1 from json_each(e.diff, '$.dropped') d where d.value = ${one}))`,
      ),
    ),
    ...named(question.request, (one) => condition("request", one, sql`e.request_id = ${one}`)),
  ];
};
