// A process of its own that writes until it is killed: `loader.ts <database> <company> <user> <run>`. Each line it
// prints names a record and the version that was acknowledged to it.
import { writeSync } from "node:fs";

import { createEnnead, hs256Bearer, openLibsql, sharedDb, signHs256 } from "@ennead/edge";

import { bulk, secret, visit } from "./edge.ts";
import { unlimited } from "./unlimited.ts";

const [url = "", company = "", sub = "", run = ""] = process.argv.slice(2);

const authToken = process.env["DATABASE_TOKEN"];
const options = {
  url,
  durability: "strong",
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
const authorization = `Bearer ${await signHs256(secret, { sub, company, iat, exp: iat + 600 })}`;

const post = async (path: string, body: string, headers: object): Promise<Response> =>
  ennead.fetch(
    new Request(`http://x/api/records/visit${path}`, {
      method: "POST",
      headers: { authorization, ...headers },
      body,
    }),
  );

const told = (record: unknown): void => {
  const { id, version } = record as { id?: string; version?: number };
  if (id !== undefined && version !== undefined) writeSync(1, `${id} ${version}\n`);
};

const single = async (at: number): Promise<void> => {
  const body = JSON.stringify({ fields: { subject: `${run}-${at}`, code: `${run}-${at}` } });
  told(await (await post("", body, { "content-type": "application/json" })).json());
};

const load = async (at: number): Promise<void> => {
  const lines = Array.from({ length: 450 }, (_, row) =>
    JSON.stringify({ externalId: `row-${row}`, fields: { subject: `${run}-${at}`, hours: "1.5" } }),
  );
  const answer = await post("/bulk", lines.join("\n"), bulk(`${run}-${at}`));
  for (const line of (await answer.text()).split("\n")) if (line !== "") told(JSON.parse(line));
};

const forEver = async (work: (at: number) => Promise<void>): Promise<void> => {
  for (let at = 0; ; at += 1) await work(at);
};
await Promise.all([forEver(single), forEver(load)]);
