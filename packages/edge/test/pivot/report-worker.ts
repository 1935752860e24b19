// A process of its own that delivers: `report-worker.ts <database> <mail server> <now> <ticks> [<crash point> <nth time>]`.
// Its ticks lie two minutes apart. It ends without a word at the named point.
import { createEnnead, hs256Bearer, openLibsql, sharedDb, smtpMailer } from "@ennead/edge";

import { secret, visit } from "../support/edge.ts";

const [url = "", smtp = "", now = "0", ticks = "1", point, nth = "1"] = process.argv.slice(2);
const authToken = process.env["ENNEAD_TEST_TOKEN"] ?? "";

let left = Number(nth);
const begun = Date.now();
let start = Number(now);
const ennead = createEnnead({
  db: sharedDb(
    await openLibsql({ url, durability: "relaxed", ...(authToken === "" ? {} : { authToken }) }),
  ),
  auth: [hs256Bearer({ secret })],
  // What goes on after a commit sees the time of the tick.
  clock: () => start + Date.now() - begun,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  keys: [{ id: "test", secret }],
  objectDefinitions: [visit],
  mailer: smtpMailer({ url: smtp }),
  reportMailing: { from: { address: "reports@ennead.example" }, url: "https://crm.example" },
  crash: (at) => {
    if (at !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  },
});
for (let tick = 0; tick < Number(ticks); tick += 1) {
  if (tick > 0) start += 120_000;
  await ennead.tick(start + Date.now() - begun);
}
await ennead.close();
