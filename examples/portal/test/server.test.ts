import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  dataFolder,
  sampleComplete,
  signedIn,
  startPortal,
  type RunningPortal,
} from "./support/portal.ts";

interface Account {
  readonly id: string;
  readonly version: number;
  readonly fields: { readonly name: string };
}

describe("the portal's server", () => {
  const data = dataFolder();
  let portal: RunningPortal;
  beforeAll(async () => {
    portal = await startPortal(data.folder, "none");
  });
  afterAll(async () => {
    await portal.stop();
    data.remove();
  });

  test("gives every path its page, with a fresh nonce under a strict policy", async () => {
    const pages = await Promise.all(
      ["/", "/reports", "/territories"].map((path) => fetch(`${portal.url}${path}`)),
    );
    const nonces = await Promise.all(
      pages.map(async (page) => {
        const policy = page.headers.get("content-security-policy") ?? "";
        const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "none";
        expect(policy).toContain("default-src 'none'; script-src 'self';");
        expect(policy).toContain("require-trusted-types-for 'script'");
        expect(policy).not.toContain("unsafe");
        expect(await page.text()).toContain(`nonce="${nonce}"`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(3);
  });

  test("says who is signed in, and takes a visitor for no error", async () => {
    const url = `${portal.url}/demo/session`;
    const who = async (cookie: string): Promise<unknown> =>
      (await fetch(url, { headers: { cookie } })).json();
    expect(await who("")).toEqual({ user: null });
    expect(await who("ennead_session=forged")).toEqual({ user: null });
    const signIn = await fetch(url, { method: "POST", body: JSON.stringify({ user: "admin" }) });
    const cookie = signIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(await who(cookie)).toMatchObject({ user: { user: "admin", name: "Mara Ellison" } });
  });

  test("reads no more of a sign-in than a name takes", async () => {
    const body = JSON.stringify({ user: "a".repeat(2000) });
    const refused = await fetch(`${portal.url}/demo/session`, { method: "POST", body });
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ code: "kernel/too-large" });
  });

  test("lets browsers keep files whose names change with their content", async () => {
    const page = await (await fetch(portal.url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
    const file = await fetch(`${portal.url}${script}`);
    expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    const etag = file.headers.get("etag") ?? "";
    await file.arrayBuffer();
    const again = await fetch(`${portal.url}${script}`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  test("has no page for a file that does not exist, and leads nowhere outside its folder", async () => {
    expect((await fetch(`${portal.url}/assets/none.js`)).status).toBe(404);
    const outside = await fetch(`${portal.url}/..%2fserver.ts`);
    expect(await outside.text()).not.toContain("Deno.env");
  });

  test("keeps its keys to itself", () => {
    expect(statSync(join(data.folder, "keys.json")).mode & 0o777).toBe(0o600);
  });

  test("names people to sign in as, in two companies", async () => {
    const answer = await fetch(`${portal.url}/demo/users`);
    const { items } = (await answer.json()) as { items: { user: string; company: string }[] };
    expect(items.map(({ user }) => user)).toContain("admin");
    expect(new Set(items.map(({ company }) => company)).size).toBe(2);
  });

  test("signs in by cookie for pages and by token for scripts", async () => {
    const session = await fetch(`${portal.url}/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: portal.url },
      body: JSON.stringify({ user: "rep" }),
    });
    const cookie = session.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^ennead_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax/);
    const { token } = (await session.json()) as { token: string };
    const names = await Promise.all(
      [{ cookie: cookie.split(";")[0] ?? "" }, { authorization: `Bearer ${token}` }].map(
        async (headers) => {
          const me = await fetch(`${portal.url}/api/access/me`, { headers });
          return ((await me.json()) as { user: { name: string } }).user.name;
        },
      ),
    );
    expect(names).toEqual(["Daniel Okafor", "Daniel Okafor"]);
  });

  test("lets many sign in at once", async () => {
    const names = await Promise.all(
      Array.from({ length: 30 }, async (_, at) => {
        const somebody = await signedIn(portal.url, at % 2 === 0 ? "admin" : "kestrel");
        const me = await somebody.json<{ user: { name: string } }>("GET", "/api/access/me");
        return me.user.name;
      }),
    );
    expect(names.filter((name) => name === "Mara Ellison")).toHaveLength(15);
    expect(names.filter((name) => name === "Henrik Lund")).toHaveLength(15);
  });

  test("does not know people who are not there", async () => {
    const session = await fetch(`${portal.url}/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: "nobody" }),
    });
    expect(session.status).toBe(404);
    expect(((await session.json()) as { detail: string }).detail).toContain("nobody");
  });

  test("slows down whoever tries names that do not work", async () => {
    const attempt = (): Promise<Response> =>
      fetch(`${portal.url}/demo/session`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user: "guessed" }),
      });
    const statuses: number[] = [];
    for (let at = 0; at < 30; at += 1) statuses.push((await attempt()).status);
    expect(statuses.slice(0, 5)).toEqual([404, 404, 404, 404, 404]);
    const refused = await attempt();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    const other = await signedIn(portal.url, "rep");
    expect((await other.call("GET", "/api/access/me")).status).toBe(200);
  });

  test("takes no command that a foreign page sends with the cookie", async () => {
    const session = await fetch(`${portal.url}/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: "admin" }),
    });
    const cookie = (session.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const create = (origin: string): Promise<Response> =>
      fetch(`${portal.url}/api/records/account`, {
        method: "POST",
        headers: { cookie, origin, "content-type": "application/json" },
        body: JSON.stringify({ fields: { name: "From a page" } }),
      });
    expect((await create("https://elsewhere.example")).status).toBe(403);
    expect((await create(portal.url)).status).toBe(201);
    const signOut = (origin: string): Promise<Response> =>
      fetch(`${portal.url}/demo/session`, { method: "DELETE", headers: { cookie, origin } });
    expect((await signOut("https://elsewhere.example")).status).toBe(403);
    expect((await fetch(`${portal.url}/api/access/me`, { headers: { cookie } })).status).toBe(200);
    expect((await signOut(portal.url)).status).toBe(204);
    const me = await fetch(`${portal.url}/api/access/me`, { headers: { cookie } });
    expect(me.status).toBe(401);
  });

  test("keeps the companies apart", async () => {
    const [tallgrass, kestrel] = await Promise.all([
      signedIn(portal.url, "admin"),
      signedIn(portal.url, "kestrel"),
    ]);
    const account = await tallgrass.json<Account>("POST", "/api/records/account", {
      fields: { name: "Ours alone" },
    });
    const path = `/api/records/account/${account.id}`;
    expect((await tallgrass.call("GET", path)).status).toBe(200);
    expect((await kestrel.call("GET", path)).status).toBe(404);
  });
});

describe("the portal's life", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("ends cleanly on %s", async (signal) => {
    const data = dataFolder();
    const portal = await startPortal(data.folder, "none");
    expect(await portal.stop(signal)).toEqual({ code: 0, signal: null });
    data.remove();
  });

  test("does not share its data folder with another portal", async () => {
    const data = dataFolder();
    const first = await startPortal(data.folder, "none");
    await expect(startPortal(data.folder, "none")).rejects.toThrow("Another portal uses");
    await first.stop("SIGKILL");
    const next = await startPortal(data.folder, "none");
    await next.stop();
    data.remove();
  });

  test("loses nothing it has acknowledged when it is killed while writing", async () => {
    const data = dataFolder();
    const first = await startPortal(data.folder, "small");
    const before = await signedIn(first.url, "admin");
    const created: Account[] = [];
    for (const name of ["One", "Two", "Three"]) {
      created.push(
        await before.json<Account>("POST", "/api/records/account", { fields: { name } }),
      );
    }
    expect((await first.stop("SIGKILL")).signal).toBe("SIGKILL");

    const second = await startPortal(data.folder, "small");
    const after = await signedIn(second.url, "admin");
    const found = await Promise.all(
      created.map(({ id }) => after.json<Account>("GET", `/api/records/account/${id}`)),
    );
    expect(found.map(({ fields }) => fields.name)).toEqual(["One", "Two", "Three"]);
    await sampleComplete(second.url);
    const { total } = await after.json<{ total: number }>(
      "GET",
      "/api/records/opportunity?limit=1&total=true",
    );
    expect(total).toBe(240);
    const accounts = await after.json<{ total: number }>(
      "GET",
      "/api/records/account?limit=1&total=true",
    );
    expect(accounts.total).toBe(63);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(readdirSync(data.folder)).toContain("ennead.db");
    data.remove();
  });
});
