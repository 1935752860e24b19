// A stranger's first use of @ennead/edge: the API under a prefix of his own Hono app, on a database file.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { createEnnead, hs256Bearer, signHs256 } from "@ennead/edge";
import { Hono } from "hono";

const folder = mkdtempSync(join(tmpdir(), "ennead-host-"));
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
const provisioned = await ennead.provision(company, {
  name: "Acme",
  currency: "EUR",
  locale: "en",
  timeZone: "Europe/Berlin",
  sets: [
    {
      name: "Administrator",
      role: true,
      objects: { account: ["create", "read", "update", "delete", "viewAll", "modifyAll"] },
      fields: {},
      system: ["access.manage"],
    },
  ],
  users: [{ name: "Amy", email: "amy@acme.example", sets: ["Administrator"] }],
});
assert.ok(provisioned.ok, JSON.stringify(provisioned));

const host = new Hono();
host.get("/", (c) => c.text("the host's own page"));
host.route("/crm", ennead.hono);

const now = Math.floor(Date.now() / 1000);
const token = await signHs256(secret, {
  sub: provisioned.value.users["amy@acme.example"],
  company,
  iat: now,
  exp: now + 60,
});
const send = (path, init = {}) =>
  host.request(path, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });

assert.equal(await (await host.request("/")).text(), "the host's own page");
assert.equal((await host.request("/crm/api/records/account")).status, 401);
const created = await send("/crm/api/records/account", {
  method: "POST",
  body: JSON.stringify({ fields: { name: "Globex" } }),
});
assert.equal(created.status, 201, await created.clone().text());
const { id } = await created.json();
// Links are relative, so that they hold under any prefix (RFC 9110 section 10.2.2).
const at = new URL(created.headers.get("location"), "http://host.example/crm/api/records/account");
const location = at.pathname;
assert.equal(location, `/crm/api/records/account/${id}`);
const read = await send(location);
assert.equal((await read.json()).fields.name, "Globex");
const openapi = await (await host.request("/crm/openapi.json")).json();
assert.match(openapi.openapi, /^3\.1/);
await ennead.close();
rmSync(folder, { recursive: true });
console.log("edge: answers under /crm of a host's app");
