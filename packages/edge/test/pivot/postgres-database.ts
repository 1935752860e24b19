import { PGlite } from "@electric-sql/pglite";

import type { SqlDatabase } from "../../../core/test/pivot/compare-sql.ts";

/** Parameters of statements that no compiler has written. */
const numbered = (sql: string, count: number): string => {
  if (count === 0 || sql.includes("$1")) return sql;
  let at = 0;
  return sql.replaceAll(/"[^"]*"|\?/g, (piece) => {
    if (piece !== "?") return piece;
    at += 1;
    return `$${at}`;
  });
};

/** PostgreSQL itself, compiled to WebAssembly, in memory. */
export const openPostgres = async (): Promise<
  SqlDatabase & { readonly close: () => Promise<void> }
> => {
  const database = await PGlite.create();
  return {
    dialect: "postgres",
    run: async (sql, params) => {
      const { rows } = await database.query<unknown[]>(numbered(sql, params.length), [...params], {
        rowMode: "array",
      });
      return rows;
    },
    close: () => database.close(),
  };
};
