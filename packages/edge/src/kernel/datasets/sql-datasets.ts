import { can, readableFields } from "@ennead/core/access";
import { err, fault, ok, type CompanyId, type Fault, type Result } from "@ennead/core/kernel";
import {
  checkSpec,
  type CheckedSpec,
  type Dataset,
  type PivotFacts,
  type PivotResult,
  type PivotSpec,
} from "@ennead/core/pivot";
import { compileSql, type SqlPivotColumn } from "@ennead/core/pivot/sql";
import type { ObjectDefinition } from "@ennead/core/record";

import type { Datasets, LargeDatasets, RequestContext, VisibleDataset } from "../context.ts";
import type { Ports } from "../ports.ts";
import { reachOf } from "./reach.ts";
import { columnsInSight, runAtHost, type ReportDatabase } from "./report-database.ts";
import { scaleOf, sourceColumns } from "./resident-columns.ts";
import { labelledBy } from "./resident.ts";
import { labelRight, sightKey } from "./sight.ts";
import { libsqlExecutor, type SqlExecutor } from "./sql-executor.ts";
import { hasSql, type SqlRecords, type SqlRecordSource } from "./sql-records.ts";

export interface LargeOptions {
  readonly ports: () => Ports;
  readonly datasets: Datasets;
  /** Most records of an object that is kept in memory. */
  readonly most: (definition: ObjectDefinition) => number;
  readonly nameState: (state: string) => Promise<string>;
  /** Asked first for reports of whoever may see every record. */
  readonly host?: ReportDatabase | undefined;
}

/** Most groups that one query answers with. */
const mostGroups = 200_000;

/** How often a report is asked for with the scale of amounts that currencies of the last time had. */
const mostTurns = 3;

const tooLarge: Fault = fault(
  "pivot/too-many-groups",
  "The database answers with more groups than it carries; narrow the report by a filter or coarser groups.",
);

/** How a column of labels is called while it is joined; no field of an object has such a name. */
const joinOf = (name: string): string => `$${name}`;

/** Records of one object that others refer to, as the actor may see them: their labels by id. */
const labelsOf = ({ definition, dataset }: VisibleDataset): Dataset | undefined => {
  const [id, label] = [dataset.columns.get("id"), dataset.columns.get(definition.nameField)];
  if (id === undefined || label === undefined) return undefined;
  return {
    ...dataset,
    columns: new Map([
      ["id", { ...id, name: "id" }],
      ["label", { ...label, name: "label" }],
    ]),
  };
};

/** The spec with the labels that it reads, joined and named as fields. */
const withLabels = (spec: CheckedSpec, labels: SqlRecords["labels"]): PivotSpec => ({
  ...spec,
  joins: [
    ...labels.map(({ name, ids }) => ({
      as: joinOf(name),
      source: joinOf(name),
      left: ids,
      right: "id",
    })),
    ...(spec.joins ?? []),
  ],
  fields: [
    ...labels.map(({ name }) => ({
      name,
      formula: `field(${JSON.stringify(`${joinOf(name)}.label`)})`,
    })),
    ...(spec.fields ?? []),
  ],
});

const asksForOrder = ({ values }: CheckedSpec): boolean =>
  values.some((value) => "agg" in value && (value.agg === "first" || value.agg === "last"));

/** What a report of one object is run with. */
interface Opened {
  readonly context: RequestContext;
  readonly source: SqlRecordSource;
  readonly definition: ObjectDefinition;
  readonly executor: SqlExecutor;
  /** By object: labels of records that the table does not hold. */
  readonly labels: ReadonlyMap<string, Dataset>;
}

/** Compiles and runs a checked spec with amounts of one scale; `again` is the scale that they have, if it is another. */
const runAt = async (
  { context, source, definition, executor, labels }: Opened,
  spec: CheckedSpec,
  facts: PivotFacts,
  moneyScale: number,
): Promise<
  Result<
    { readonly result: PivotResult; readonly rows: number } | { readonly again: number },
    readonly Fault[]
  >
> => {
  const written = JSON.stringify(spec);
  const named = sourceColumns(definition).map(({ name }) => name);
  const fields = new Set(
    named.filter((name) => written.includes(JSON.stringify(name).slice(1, -1))),
  );
  const records = source.sql(context, definition, { fields, moneyScale });
  const loose = records.labels.filter(({ name, object }) => fields.has(name) && labels.has(object));
  const datasets = new Map([
    ...(facts.datasets ?? []),
    ...loose.flatMap(({ name, object }): (readonly [string, Dataset])[] => {
      const found = labels.get(object);
      return found === undefined ? [] : [[joinOf(name), found]];
    }),
  ]);
  const { expressions } = facts;
  const checked = checkSpec(withLabels(spec, loose), {
    columns: records.columns,
    joined: datasets,
    ...(expressions === undefined ? {} : { expressions }),
  });
  if (!checked.ok) return checked;
  const { sql, args } = records.table;
  const compiled = compileSql(checked.value, {
    dialect: executor.dialect,
    table: { sql, params: args as readonly (string | number | bigint)[] },
    columns: records.columns,
    scope: { sql: "t.company_id = ?", params: [context.company] },
    readOnce: true,
    ...(asksForOrder(spec) ? { order: records.order } : {}),
    facts: { ...facts, datasets },
    mostGroups,
  });
  if (!compiled.ok) return err([compiled.error]);
  const count = { sql: `select count(*) as records from (${sql}) t`, args };
  const { currencies } = records;
  const others = currencies === undefined ? [count] : [count, currencies];
  const answers = await executor.run(context, compiled.value.queries, others);
  if (answers === null) return err([tooLarge]);
  const [counted, known] = answers.others;
  if (known !== undefined) {
    const scale = scaleOf(
      known.flatMap(({ currency }) => (typeof currency === "string" ? [currency] : [])),
    );
    if (scale !== moneyScale) return ok({ again: scale });
  }
  const result = compiled.value.decode(answers.pivot);
  return result.ok
    ? ok({ result: result.value, rows: Number(counted?.[0]?.["records"] ?? 0) })
    : err([result.error]);
};

/**
 * Opens objects that have more records than are kept in memory, for reports in SQL. Every row and column out of the
 * actor's sight is left out beneath the report: the table is that of his scope, and columns of hidden fields do not exist.
 */
export const largeDatasets = ({
  ports,
  datasets,
  most,
  nameState,
  host,
}: LargeOptions): LargeDatasets => {
  const counted = new Map<string, { readonly version: string; readonly records: number }>();
  const scales = new Map<string, number>();

  const isLarge = async (
    context: RequestContext,
    source: SqlRecordSource,
    definition: ObjectDefinition,
  ): Promise<boolean> => {
    const bound = most(definition);
    const held = datasets.rows(context.company, source.object);
    if (held !== undefined) return held > bound;
    const version = await source.version(context.scope);
    const key = keyOf(context.company, source.object);
    const known = counted.get(key);
    if (known?.version === version) return known.records > bound;
    const records = await source.count(context, bound);
    counted.set(key, { version, records });
    return records > bound;
  };

  const looseLabels = async (
    context: RequestContext,
    records: SqlRecords,
  ): Promise<ReadonlyMap<string, Dataset>> => {
    const found = new Map<string, Dataset>();
    for (const object of new Set(records.labels.map((label) => label.object))) {
      const visible = await datasets.open(context, object);
      const labels = visible.ok ? labelsOf(visible.value) : undefined;
      if (labels !== undefined) found.set(object, labels);
    }
    return found;
  };

  return {
    open: async (context, object) => {
      const { scope, model, principal, company } = context;
      const source = ports().source(object);
      if (source === null || !hasSql(source)) return null;
      const definition = await source.definition(scope);
      // Most objects are small and in memory, which costs nothing to find out.
      if (definition === null || !(await isLarge(context, source, definition))) return null;
      const rows = await reachOf(context, object);
      if (rows === "none" || !can(model, principal, "read", { object }).allow) return null;
      const state = await source.version(scope);
      const others = await Promise.all(
        labelledBy(definition).map(async (name) => {
          const other = ports().source(name);
          const labelled = (await other?.definition(scope)) ?? null;
          const right = await labelRight(context, labelled);
          return [
            name,
            right,
            labelled === null ? "" : ((await other?.version(scope)) ?? ""),
          ] as const;
        }),
      );
      const key = keyOf(company, object);
      const names = new Set(sourceColumns(definition).map(({ name }) => name));
      const scale = scales.get(key) ?? 2;
      const records = source.sql(context, definition, { fields: names, moneyScale: scale });
      const labels = await looseLabels(context, records);
      const columns = new Map<string, Omit<SqlPivotColumn, "column" | "sql">>(records.columns);
      for (const one of records.labels)
        if (labels.has(one.object)) columns.set(one.name, { type: "text" });
      const opened: Opened = { context, source, definition, executor: libsqlExecutor, labels };
      const fields = readableFields(model, principal, object);
      const rights = new Map(others.map(([name, right]) => [name, right] as const));
      const hosted = rows === "all" ? (host?.table(company, object) ?? null) : null;
      const copy = hosted === null ? null : await hosted.version();
      return {
        definition,
        version: await nameState(
          JSON.stringify([company, object, state, copy, others.map(([name, , of]) => [name, of])]),
        ),
        rights: await nameState(
          sightKey({
            rows,
            fields,
            labels: rights,
          }),
        ),
        columns,
        run: async (spec, facts) => {
          if (host !== undefined && hosted !== null) {
            const seesAll = (name: string): boolean => rights.get(name) === "all";
            const seen = columnsInSight(hosted, definition, fields, seesAll);
            try {
              const answer = await runAtHost(host, hosted, seen, { company, spec, facts });
              if (answer !== null) return ok(answer);
            } catch (error) {
              context.services.logger("warn", "report-database", { error: String(error) });
            }
          }
          let moneyScale = scales.get(key) ?? 2;
          for (let turn = 1; turn <= mostTurns; turn += 1) {
            const answer = await runAt(opened, spec, facts, moneyScale);
            if (!answer.ok) return answer;
            if (!("again" in answer.value)) return ok(answer.value);
            moneyScale = answer.value.again;
            scales.set(key, moneyScale);
          }
          const message =
            "The currencies of this object change while it is reported on; try again.";
          return err([fault("kernel/unavailable", message)]);
        },
      };
    },
  };
};

const keyOf = (company: CompanyId, object: string): string => JSON.stringify([company, object]);
