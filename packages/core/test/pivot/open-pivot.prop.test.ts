import { expressions } from "@ennead/core/expression";
import { unwrap } from "@ennead/core/kernel";
import {
  applyDelta,
  checkSpec,
  openPivot,
  planPivot,
  resultOf,
  type AggregateValue,
  type PivotSpec,
} from "@ennead/core/pivot";
import fc from "fast-check";
import { expect, test } from "vitest";

import { rowsArbitrary, specArbitrary } from "./arbitrary.ts";
import type { Row } from "./naive.ts";
import { datasetOf, difference, facts } from "./same-as-naive.ts";

/** A change: how many of the records leave, from where, and what comes. */
const change = fc.record({
  leave: fc.nat(4),
  from: fc.nat(40),
  come: fc.array(fc.nat(39), { maxLength: 4 }),
  fresh: fc.oneof({ weight: 4, arbitrary: fc.constant<Row[]>([]) }, rowsArbitrary),
});

const bare = (dims: PivotSpec["rows"]): PivotSpec["rows"] =>
  dims.map(({ name, field, bucket }) => ({
    name,
    field,
    ...(bucket === undefined ? {} : { bucket }),
  }));

/** Any report, and those that can be followed record by record. */
const followed = fc
  .tuple(specArbitrary({ levels: 2, plain: true }), fc.constantFrom("any", "where", "whole"))
  .map(([spec, kind]): PivotSpec => {
    if (kind === "any") return spec;
    const values: AggregateValue[] =
      kind === "where"
        ? [
            { name: "__proto__", agg: "sum", field: "amount" },
            { name: "v1", agg: "avg", field: "small" },
            { name: "v2", agg: "sum", field: "float", where: ["!=", "text", "a"] },
            { name: "v3", agg: "records" },
          ]
        : [
            { name: "__proto__", agg: "sum", field: "small" },
            { name: "v1", agg: "max", field: "small" },
            { name: "v2", agg: "avg", field: "float" },
            { name: "v3", agg: "min", field: "float" },
          ];
    const { having: _, ...rest } = spec;
    return { ...rest, rows: bare(spec.rows), cols: bare(spec.cols), values };
  });

test("a report that follows its data is the report of the data as it is, after any history", () => {
  const steps = { scan: 0, delta: 0 };
  fc.assert(
    fc.property(
      followed,
      rowsArbitrary,
      fc.array(change, { maxLength: 5 }),
      (spec, start, changes) => {
        let rows: readonly Row[] = start;
        const first = datasetOf(rows);
        let state = unwrap(
          openPivot(
            unwrap(
              planPivot(
                unwrap(checkSpec(spec, { columns: first.columns, expressions })),
                first,
                facts,
              ),
            ),
          ),
        );
        for (const { leave, from, come, fresh } of changes) {
          const at = rows.length === 0 ? 0 : from % rows.length;
          const removed = rows.slice(at, at + leave);
          const added: readonly Row[] = [
            ...come.map((place) => start[place]).filter((row) => row !== undefined),
            ...fresh,
          ];
          rows = [...rows.slice(0, at), ...rows.slice(at + removed.length), ...added];
          state = unwrap(
            applyDelta(state, {
              dataset: datasetOf(rows),
              ...(removed.length === 0 ? {} : { removed: datasetOf(removed) }),
              ...(added.length === 0 ? {} : { added: datasetOf(added) }),
            }),
          );
          steps[state.step.how] += 1;
          expect(difference(unwrap(resultOf(state)), spec, rows)).toBeUndefined();
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(steps.delta).toBeGreaterThan(50);
});
