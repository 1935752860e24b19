// A process of its own that changes one record again and again: `writer.ts <database> <company> <user> <id> <times>`.
import { createEnnead, hs256Bearer, openLibsql, sharedDb, signHs256 } from "@ennead/edge";

import { secret, visit } from "./edge.ts";
import { unlimited } from "./unlimited.ts";

const [url = "", company = "", sub = "", id = "", times = "0"] = process.argv.slice(2);

const authToken = process.env["DATABASE_TOKEN"];
const options = {
  url,
  durability: "relaxed",
  ...(authToken === undefined ? {} : { authToken }),
} as const;
const ennead = createEnnead({
  db: sharedDb(await openLibsql(options)),
  auth: [hs256Bearer({ secret })],
  clock: Date.now,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  keys: [{ id: "test", secret }],
  objectDefinitions: [visit],
  limits: { rates: unlimited },
});
await ennead.migrate();
const iat = Math.floor(Date.now() / 1000);
const token = await signHs256(secret, { sub, company, iat, exp: iat + 600 });
let acknowledged = 0;
const change = async (at: number): Promise<number> => {
  const response = await ennead.fetch(
    new Request(`http://x/api/records/visit/${id}`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": `${process.pid}-${at}`,
      },
      body: JSON.stringify({ fields: { subject: `${process.pid}-${at}` } }),
    }),
  );
  return response.status;
};
for (let at = 0; at < Number(times); at += 1) {
  // Whoever is told to try again does so, with the same key.
  let status = 503;
  for (let turn = 0; turn < 5 && (status === 503 || status === 409); turn += 1) {
    status = await change(at);
  }
  if (status === 200) acknowledged += 1;
}
await ennead.close();
console.log(acknowledged);
