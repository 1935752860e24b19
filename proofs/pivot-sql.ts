// Random reports over random records: on the engine, pushed down to libSQL, to DuckDB and to PostgreSQL (compiled to
// WebAssembly). The same orders, labels, cells, totals and warnings; every report compiles or says why not.
import { DuckDBInstance } from "@duckdb/node-api";

import {
  compareSql,
  createTable,
  type SqlDatabase,
} from "../packages/core/test/pivot/compare-sql.ts";
import { openPostgres } from "../packages/edge/test/pivot/postgres-database.ts";
import { openLibsql } from "../packages/edge/test/pivot/sql-database.ts";
import type { Proof } from "./support/proof.ts";

const openDuckdb = async (): Promise<SqlDatabase & { close: () => void }> => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  return {
    dialect: "duckdb",
    run: async (sql, params) => {
      const reader = await connection.runAndReadAll(sql, [...params]);
      return reader.getRows();
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

/** Reports between two lines of the log. */
const batch = 250;

export const prove: Proof = async ({ n = 10_000, seed = 1, log }) => {
  const failures: string[] = [];
  const refused = new Map<string, number>();
  const compiled = new Map<string, number>();
  const databases = [openLibsql(), await openDuckdb(), await openPostgres()];
  for (const database of databases) await createTable(database);
  let [cells, done] = [0, 0];
  while (done < n && failures.length < 3) {
    // Every fifth batch has deep axes.
    const levels = (done / batch) % 5 === 4 ? 5 : 2;
    const reports = Math.min(batch, n - done);
    for (const database of databases) {
      const found = await compareSql(database, { reports, seed: seed + done, levels });
      cells += found.cells;
      compiled.set(database.dialect, (compiled.get(database.dialect) ?? 0) + found.compiled);
      for (const [why, count] of found.refused) refused.set(why, (refused.get(why) ?? 0) + count);
      if (found.failure !== undefined) failures.push(found.failure);
    }
    done += reports;
    log(`${done} reports, ${cells} cells, ${failures.length} failures`);
  }
  for (const database of databases) await database.close();
  return {
    figures: {
      "random reports pushed down, with the cells of the engine": done,
      compiled: [...compiled].map(([name, count]) => `${name} ${count}`).join(", "),
      "cells compared": cells,
      refused: [...refused].map(([why, count]) => `${count}: ${why}`).join("; ") || "none",
    },
    failures,
  };
};
