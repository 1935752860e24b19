import { createEnnead, hs256Bearer, signHs256 } from "@ennead/edge";

const assertEqual = (actual: unknown, expected: unknown): void => {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
};

const secret = new TextEncoder().encode("a secret of tests, at least 32 bytes");
const company = "0190a000-0000-7000-8000-00000000000a";
const rights = ["create", "read", "update", "delete", "viewAll", "modifyAll"] as const;

Deno.test("an edge on a libSQL file answers through Deno.serve and keeps what it was told", async () => {
  const folder = await Deno.makeTempDir();
  const open = async (limits = {}) => {
    const ennead = createEnnead({
      db: { url: `file:${folder}/test.db` },
      auth: [hs256Bearer({ secret })],
      clock: Date.now,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      keys: [{ id: "test", secret }],
      limits,
    });
    await ennead.migrate();
    return ennead;
  };
  const first = await open();
  const made = await first.provision(company, {
    name: "Ours",
    currency: "EUR",
    locale: "en",
    timeZone: "UTC",
    sets: [
      {
        name: "Administrator",
        objects: { account: rights, user: ["read"] },
        fields: {},
        system: ["access.manage"],
      },
    ],
    users: [{ name: "Ada", email: "ada@ours.example", sets: ["Administrator"] }],
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: made.value.users["ada@ours.example"], company, iat: now, exp: now + 60 };
  const authorization = `Bearer ${await signHs256(secret, claims)}`;

  const serving = Deno.serve({ port: 0, onListen: () => undefined }, (request) =>
    first.fetch(request),
  );
  const base = `http://localhost:${serving.addr.port}/api/records/account`;
  const created = await fetch(base, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ fields: { name: "Acme" } }),
  });
  const { id } = await created.json();
  assertEqual(created.status, 201);
  const lines = Array.from({ length: 1000 }, (_, at) =>
    JSON.stringify({ externalId: `a-${at}`, fields: { name: `Account ${at}` } }),
  ).join("\n");
  const loaded = await fetch(`${base}/bulk`, {
    method: "POST",
    headers: {
      authorization,
      "content-type": "application/x-ndjson",
      "idempotency-key": "load",
    },
    body: lines,
  });
  assertEqual((await loaded.text()).trim().split("\n").length, 1000);
  await serving.shutdown();
  await first.close();

  const second = await open({ datasetRows: 500 });
  const read = await second.fetch(
    new Request(`http://x/api/records/account/${id}`, { headers: { authorization } }),
  );
  assertEqual((await read.json()).fields, { name: "Acme" });
  const spec = {
    version: 1,
    source: "account",
    filter: ["expr", 'endsWith(name, "7")'],
    rows: [],
    cols: [],
    values: [{ name: "n", agg: "records" }],
  };
  const ran = await second.fetch(
    new Request("http://x/api/analytics/reports/run", {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ spec }),
    }),
  );
  const { cells, stats } = await ran.json();
  assertEqual([cells, stats.executor], [[[0, 0, 100, 100]], "sql"]);
  await second.close();
  await Deno.remove(folder, { recursive: true });
});
