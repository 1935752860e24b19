import { createClient } from "@libsql/client";

import type { SqlDatabase } from "../../../core/test/pivot/compare-sql.ts";

/** A libSQL database in memory. */
export const openLibsql = (): SqlDatabase & { readonly close: () => void } => {
  const client = createClient({ url: ":memory:", intMode: "bigint" });
  return {
    dialect: "libsql",
    run: async (sql, params) => (await client.execute({ sql, args: [...params] })).rows,
    close: () => {
      client.close();
    },
  };
};
