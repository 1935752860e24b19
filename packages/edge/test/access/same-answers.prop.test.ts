import fc from "fast-check";
import { expect, test } from "vitest";

import { compareAnswers } from "../../../core/test/access/same-answers.ts";
import { scopeTables } from "../../../core/test/access/scope-sql.ts";
import { worlds } from "../../../core/test/access/world.ts";
import { openLibsql } from "../pivot/sql-database.ts";

test("the rules as written, can, SQL, columns and masks give one answer on random companies", async () => {
  const { run, close } = openLibsql();
  for (const sql of scopeTables) await run(sql, []);
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      expect((await compareAnswers(world, run)).wrong).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
  close();
}, 60_000);
