// A stranger's first use of @ennead/react-widgets: built by Vite, served beside the API, shown in Chromium.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { createEnnead, hs256Bearer, signHs256 } from "@ennead/edge";
import { getRequestListener } from "@hono/node-server";
import chromium from "@sparticuz/chromium";
import { chromium as browsers } from "playwright-core";
import { build } from "vite";

const outDir = mkdtempSync(join(tmpdir(), "ennead-vite-"));
await build({ logLevel: "error", build: { outDir, emptyOutDir: true } });

const secret = crypto.getRandomValues(new Uint8Array(32));
const ennead = createEnnead({
  db: { url: pathToFileURL(join(outDir, "crm.db")).href },
  auth: [hs256Bearer({ secret })],
  clock: Date.now,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  keys: [{ id: "k1", secret }],
});
await ennead.migrate();
const company = "0190a000-0000-7000-8000-00000000000a";
const all = ["create", "read", "update", "delete", "viewAll", "modifyAll"];
const provisioned = await ennead.provision(company, {
  name: "Acme",
  currency: "EUR",
  locale: "en",
  timeZone: "Europe/Berlin",
  sets: [
    {
      name: "Administrator",
      role: true,
      objects: { account: all },
      fields: {},
      system: ["access.manage"],
    },
  ],
  users: [{ name: "Amy", email: "amy@acme.example", sets: ["Administrator"] }],
});
assert.ok(provisioned.ok, JSON.stringify(provisioned));
const now = Math.floor(Date.now() / 1000);
const sub = provisioned.value.users["amy@acme.example"];
const token = await signHs256(secret, { sub, company, iat: now, exp: now + 600 });

const types = { html: "text/html", js: "text/javascript", css: "text/css" };
const pages = (path) => {
  const file = path === "/" ? "index.html" : path.slice(1);
  const type = types[file.split(".").at(-1)];
  try {
    return new Response(readFileSync(join(outDir, file)), { headers: { "content-type": type } });
  } catch {
    return new Response("not found", { status: 404 });
  }
};
const server = createServer(
  getRequestListener((request) => {
    const { pathname } = new URL(request.url);
    return pathname.startsWith("/api/") ? ennead.fetch(request) : pages(pathname);
  }),
);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

for (const [name, industry] of [
  ["Globex", "Energy"],
  ["Initech", "Technology"],
  ["Hooli", "Technology"],
]) {
  const response = await fetch(`${origin}/api/records/account`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ fields: { name, industry } }),
  });
  assert.equal(response.status, 201, await response.text());
}

const browser = await browsers.launch({
  executablePath: await chromium.executablePath(),
  args: ["--no-sandbox", "--headless=shell"],
});
const page = await browser.newPage();
const errors = [];
page.on("pageerror", (error) => errors.push(String(error)));
await page.goto(`${origin}/#token=${token}`);
await page.getByRole("treegrid").waitFor();
const text = await page.getByRole("treegrid").innerText();
assert.match(text, /Technology\s+2/i);
assert.match(text, /total\s+3/i);
assert.deepEqual(errors, []);
await browser.close();
server.closeAllConnections();
server.close();
await ennead.close();
rmSync(outDir, { recursive: true });
console.log("widgets: three accounts pivoted in a Vite app");
