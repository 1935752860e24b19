// A process of its own that does jobs until none is left: `job-worker.ts <database>`. It prints how many it did.
import { createEnnead, hs256Bearer, openLibsql, sharedDb } from "@ennead/edge";

import { secret, visit } from "./edge.ts";
import { jobRoom, writes } from "./jobs.ts";

const [url = ""] = process.argv.slice(2);

const ennead = createEnnead({
  db: sharedDb(await openLibsql({ url, durability: "relaxed" })),
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
}
await ennead.close();
console.log(done);
