// Random companies with records: the rules as they are written down, `can`, the wide and the narrow SQL on libSQL, the
// selection of columns, the test of records at hand and the masks of fields. All give one answer, and each denial says why.
import { compareAnswers } from "../packages/core/test/access/same-answers.ts";
import { scopeTables } from "../packages/core/test/access/scope-sql.ts";
import { sampleWorlds } from "../packages/core/test/access/world.ts";
import { openLibsql } from "../packages/edge/test/pivot/sql-database.ts";
import type { Proof } from "./support/proof.ts";

/** Companies between two lines of the log. */
const batch = 5000;

export const prove: Proof = async ({ n = 100_000, seed = 1, log }) => {
  const { run, close } = openLibsql();
  for (const sql of scopeTables) await run(sql, []);
  const failures: string[] = [];
  let [done, decisions, lists] = [0, 0, 0];
  for (let turn = 0; done < n; turn += 1) {
    const count = Math.min(batch, n - done);
    for (const world of sampleWorlds(seed + turn, count)) {
      const compared = await compareAnswers(world, run);
      decisions += compared.decisions;
      lists += compared.lists;
      if (compared.wrong !== undefined) {
        failures.push(`${compared.wrong} in ${JSON.stringify(world)}`);
      }
    }
    done += count;
    log(`${done} companies, ${decisions} decisions, ${failures.length} failures`);
  }
  close();
  return {
    figures: {
      "random companies, with one answer from all evaluators": done,
      "decisions and masks compared with the rules as written": decisions,
      "lists compared: can, wide SQL, narrow SQL, columns, records": lists,
    },
    failures,
  };
};
