// A process of its own that does jobs until none is left: `job-worker.ts <database>`. It prints how many it did.
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
const pause = (wait: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, wait);
  });

/** A tick as the minute driver makes it: one that fails is followed by another. */
const tick = async (failures: number): Promise<number | null> => {
  try {
    const { ran, nextAt } = await ennead.tick(Date.now());
    done += ran;
    return nextAt;
  } catch (error) {
    if (failures >= 20) throw error;
    await pause(500);
    return tick(failures + 1);
  }
};
for (let next = await tick(0); next !== null; next = await tick(0)) {
  await pause(Math.min(Math.max(next - Date.now(), 0), 200));
}
await ennead.close();
console.log(done);
