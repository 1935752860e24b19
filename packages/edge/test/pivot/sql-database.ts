import { createClient } from "@libsql/client";

import type { SqlDatabase } from "../../../core/test/pivot/compare-sql.ts";

/** A libSQL database, in memory unless an address is given. */
export const openLibsql = (url = ":memory:"): SqlDatabase & { readonly close: () => void } => {
  const client = createClient({ url, intMode: "bigint" });
  return {
    dialect: "libsql",
    run: async (sql, params) => (await client.execute({ sql, args: [...params] })).rows,
    close: () => {
      client.close();
    },
  };
};
