// A stranger's first use of the typed client: a script without React, against the API over HTTP.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { createEnnead, hs256Bearer, signHs256 } from "@ennead/edge";
import { createClient, isFault } from "@ennead/react-widgets/client";
import { getRequestListener } from "@hono/node-server";

assert.ok(!existsSync("node_modules/react"), "React is installed: this shows nothing");

const folder = mkdtempSync(join(tmpdir(), "ennead-client-"));
const secret = crypto.getRandomValues(new Uint8Array(32));
const ennead = createEnnead({
  db: { url: pathToFileURL(join(folder, "crm.db")).href },
  auth: [hs256Bearer({ secret })],
  clock: Date.now,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  keys: [{ id: "k1", secret }],
});
await ennead.migrate();
const company = "0190a000-0000-7000-8000-00000000000a";
const all = ["create", "read", "update", "delete", "viewAll", "modifyAll"];
const admin = { name: "Administrator", role: true, objects: { account: all }, fields: {} };
const provisioned = await ennead.provision(company, {
  name: "Acme",
  currency: "EUR",
  locale: "en",
  timeZone: "Europe/Berlin",
  sets: [{ ...admin, system: ["access.manage"] }],
  users: [{ name: "Amy", email: "amy@acme.example", sets: ["Administrator"] }],
});
assert.ok(provisioned.ok, JSON.stringify(provisioned));
const server = createServer(getRequestListener((request) => ennead.fetch(request)));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

let asked = 0;
const client = createClient({
  baseUrl: `http://127.0.0.1:${server.address().port}`,
  getToken: ({ refresh }) => {
    asked += 1;
    const iat = Math.floor(Date.now() / 1000) - (refresh ? 0 : 7200);
    const sub = provisioned.value.users["amy@acme.example"];
    return signHs256(secret, { sub, company, iat, exp: iat + 3600 });
  },
});
// The first token has expired: one new one serves all that were refused.
const [me, objects] = await Promise.all([client.access.me(), client.record.listObjects()]);
assert.equal(me.user.name, "Amy");
assert.ok(objects.items.some(({ name }) => name === "account"));
assert.equal(asked, 2);

const params = { object: "account" };
const made = await client.record.create({ params, body: { fields: { name: "Globex" } } });
const one = { ...params, id: made.id };
const input = { params: one, body: { fields: { name: "Hooli" } }, ifMatch: made.version };
assert.equal((await client.record.update(input)).fields.name, "Hooli");
const late = await client.record.update(input).catch((error) => error);
assert.ok(isFault("record.update", late, "kernel/precondition-failed"), String(late));

server.closeAllConnections();
server.close();
await ennead.close();
rmSync(folder, { recursive: true });
console.log("client: read and changed records without React");
