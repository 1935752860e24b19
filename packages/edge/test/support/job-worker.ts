// A process of its own that does jobs until none is left: `job-worker.ts <database>`. It prints how many it did, and how
// often it had to claim.
import { createEnnead, hs256Bearer, openLibsql, sharedDb } from "@ennead/edge";

import { secret, visit } from "./edge.ts";
import { jobRoom, writes } from "./jobs.ts";

const [url = ""] = process.argv.slice(2);

const authToken = process.env["DATABASE_TOKEN"];
const database = await openLibsql({
  url,
  durability: "relaxed",
  ...(authToken === undefined ? {} : { authToken }),
});
const ennead = createEnnead({
  db: sharedDb(database),
  auth: [hs256Bearer({ secret })],
  clock: Date.now,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  keys: [{ id: "test", secret }],
  objectDefinitions: [visit],
  rooms: [jobRoom({ run: writes })],
});
let done = 0;
for (;;) {
  const { ran, nextAt } = await ennead.tick(Date.now());
  done += ran;
  if (nextAt === null) break;
  const wait = Math.min(Math.max(nextAt - Date.now(), 0), 200);
  if (wait > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, wait);
    });
  }
}
await ennead.close();
console.log(done);
