import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { can, compile, fieldLevels, scopeOf, type AccessModel } from "@ennead/core/access";
import type { CompanyId } from "@ennead/core/kernel";

import {
  fillScopeTables,
  idsInScopes,
  scopeTables,
} from "../packages/core/test/access/scope-sql.ts";
import { openLibsql } from "../packages/edge/test/pivot/sql-database.ts";
import { factsOf, principalOf, sharesOf, type World, type WorldRecord } from "./access/world.ts";

interface Outcome {
  readonly kind: "checks" | "masks" | "queries" | "sql-agree";
  readonly at: number;
  /** What was answered instead; undefined when it is right. */
  readonly wrong: string | undefined;
}

const compared = (found: unknown, expected: unknown): string | undefined =>
  isDeepStrictEqual(found, expected)
    ? undefined
    : `${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;

const runWorld = async (world: World): Promise<Outcome[]> => {
  const models = new Map<CompanyId, AccessModel>();
  const modelOf = (company: CompanyId): AccessModel => {
    const model = models.get(company) ?? compile(factsOf(world, company));
    models.set(company, model);
    return model;
  };
  const records = new Map(world.records.map((record) => [record.id, record]));
  const recordCalled = (id: string): WorldRecord => {
    const record = records.get(id);
    if (record === undefined) throw new Error(`There is no record ${id}.`);
    return record;
  };
  const outcomes: Outcome[] = [];
  for (const [at, { actor, action, record: id, fields, as, expect }] of world.checks.entries()) {
    const record = recordCalled(id);
    const { allow, reason } = can(modelOf(record.company), principalOf(world, actor, as), action, {
      object: record.object,
      record,
      ...(fields === undefined ? {} : { fields }),
    });
    outcomes.push({ kind: "checks", at, wrong: compared({ allow, reason }, expect) });
  }
  for (const [at, { actor, record: id, expect }] of world.masks.entries()) {
    const record = recordCalled(id);
    const levels = fieldLevels(
      modelOf(record.company),
      principalOf(world, actor),
      record.object,
      record,
    );
    outcomes.push({ kind: "masks", at, wrong: compared(Object.fromEntries(levels), expect) });
  }
  const { run: execute, close } = openLibsql();
  for (const sql of scopeTables) await execute(sql, []);
  await fillScopeTables(execute, world.records, sharesOf(world));
  for (const [at, { actor, object, action, as, expect }] of world.queries.entries()) {
    const principal = principalOf(world, actor, as);
    const found = world.records
      .filter((record) => {
        const resource = { object, record };
        return (
          record.object === object &&
          can(modelOf(record.company), principal, action, resource).allow
        );
      })
      .map(({ id }) => id)
      .toSorted();
    outcomes.push({ kind: "queries", at, wrong: compared(found, expect) });
    const { company } = principal;
    const scope = scopeOf(modelOf(company), principal, object, action);
    const [bySql] = await idsInScopes(execute, [{ scope, company, object }]);
    const both = { wide: expect, narrow: expect };
    outcomes.push({ kind: "sql-agree", at, wrong: compared(bySql, both) });
  }
  close();
  return outcomes;
};

const count = (map: Map<string, number>, kind: string): void => {
  map.set(kind, (map.get(kind) ?? 0) + 1);
};

const sum = (map: ReadonlyMap<string, number>): number =>
  [...map].reduce((all, [kind, some]) => (kind === "sql-agree" ? all : all + some), 0);

/** Runs all worlds of a folder. */
export const run = async (dir: string): Promise<boolean> => {
  const passed = new Map<string, number>();
  const total = new Map<string, number>();
  for (const name of readdirSync(dir)
    .filter((entry) => entry.endsWith(".json"))
    .toSorted()) {
    const world = JSON.parse(readFileSync(join(dir, name), "utf8")) as World;
    for (const { kind, at, wrong } of await runWorld(world)) {
      count(total, kind);
      if (wrong === undefined) count(passed, kind);
      else console.log(`FAIL ${world.id}#${kind}[${at}] ${wrong}`);
    }
  }
  for (const kind of ["checks", "masks", "queries", "sql-agree"]) {
    console.log(`metric ${kind} ${passed.get(kind) ?? 0}/${total.get(kind) ?? 0}`);
  }
  console.log(`access: ${sum(passed)}/${sum(total)}`);
  return sum(total) > 0 && [...total].every(([kind, some]) => passed.get(kind) === some);
};
