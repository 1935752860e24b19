// A process of its own that migrates a database: `migrator.ts <database> <lease> <crash at> [slow]`. It ends itself as a killed
// process does, at the given time it reaches `mid:migrate`; 0 is never. It prints `done` when all is done.
import { openLibsql } from "../../src/kernel/db/libsql.ts";
import { kernelTables } from "../../src/kernel/schema/kernel-tables.ts";
import { migrateDatabase } from "../../src/kernel/schema/migrate.ts";
import { slow, steps, trigger } from "./migrations.ts";

const [url = "", lease = "", crashAt = "0"] = process.argv.slice(2);
const authToken = process.env["DATABASE_TOKEN"];
const database = await openLibsql({ url, ...(authToken === undefined ? {} : { authToken }) });
let reached = 0;
await migrateDatabase(database, {
  migrations: process.argv[5] === "slow" ? [...steps, slow] : steps,
  triggers: [trigger],
  tables: kernelTables,
  now: Date.now(),
  lease: Number(lease),
  crash: () => {
    reached += 1;
    if (reached === Number(crashAt)) process.kill(process.pid, "SIGKILL");
  },
});
await database.close();
console.log("done");
