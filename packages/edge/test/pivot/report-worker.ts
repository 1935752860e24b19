// A process of its own that does one tick: `report-worker.ts <database> <mail server> <now> [<crash point> <nth time>]`. It
// ends without a word at the named point.
import { createEnnead, hs256Bearer, openLibsql, sharedDb, smtpMailer } from "@ennead/edge";

import { secret, visit } from "../support/edge.ts";

const [url = "", smtp = "", now = "0", point, nth = "1"] = process.argv.slice(2);

let left = Number(nth);
const begun = Date.now();
const ennead = createEnnead({
  db: sharedDb(await openLibsql({ url, durability: "relaxed" })),
  auth: [hs256Bearer({ secret })],
  // What goes on after a commit sees the time of the tick.
  clock: () => Number(now) + Date.now() - begun,
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
await ennead.tick(Number(now));
await ennead.close();
