import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { defineJob } from "@ennead/core/job";
import { ok, unwrap } from "@ennead/core/kernel";
import {
  createEnnead,
  defineRoom,
  defineRoute,
  enqueue,
  handleJob,
  hs256Bearer,
  signHs256,
  type Ennead,
  type RunningJob,
} from "@ennead/edge";
import { getRequestListener } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import * as v from "valibot";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openBrowser } from "./support/browser.ts";

const schema = v.object({});
const counting = defineJob({ kind: "count.run", schema, maxAttempts: 1 });

/** What the work does next: the test moves it on, step by step. */
const steps: ((job: RunningJob<object>) => Promise<boolean>)[] = [];
let wake: () => void = () => undefined;
const move = (step: (job: RunningJob<object>) => Promise<boolean>): void => {
  steps.push(step);
  wake();
};

/** A room whose work goes on as long as its steps say so, and stops when it is cancelled. */
const room = defineRoom({
  name: "count",
  tables: [],
  jobs: [
    handleJob<object>(counting, async (job) => {
      /* oxlint-disable no-await-in-loop */
      for (let goes = true; goes;) {
        while (steps.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        goes = (await steps.shift()?.(job)) ?? false;
      }
      /* oxlint-enable no-await-in-loop */
      return ok(null);
    }),
  ],
  routes: [
    defineRoute({
      id: "count.start",
      method: "POST",
      path: "/api/count",
      summary: "Counts",
      permission: "signed-in",
      response: v.object({ id: v.string() }),
      faults: [],
      limits: "json",
      since: "2026-01-01",
      handler: (context) => {
        const id = crypto.randomUUID();
        return context.services.uow.run(context, {
          load: () => Promise.resolve(ok(null)),
          decide: () =>
            ok({
              events: [
                {
                  action: "count.run.ask",
                  entity: "count.run",
                  entityId: id,
                  label: null,
                  version: null,
                  op: null,
                  diff: { changes: [], dropped: [], reversible: true },
                },
              ],
              parts: [],
              roots: [],
              jobs: [enqueue(counting, {}, { id })],
              answer: { status: 200, body: { id } },
            }),
        });
      },
    }),
  ],
});

const secret = crypto.getRandomValues(new Uint8Array(32));
const company = "0190a000-0000-7000-8000-00000000000a";
const folder = mkdtempSync(join(tmpdir(), "ennead-job-"));
let ennead: Ennead;
let server: Server;
let browser: Browser;
let origin: string;
let users: Readonly<Record<string, string>>;

const types: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript" };
const fileOf = (path: string): Response => {
  const name = path === "/" ? "index.html" : path.slice(1);
  const type = types[name.split(".").at(-1) ?? ""] ?? "text/plain";
  return new Response(readFileSync(join(folder, "page", name)), {
    headers: { "content-type": type },
  });
};

beforeAll(async () => {
  const page = join(folder, "page");
  const bundled = build({
    root: join(import.meta.dirname, "job-page"),
    logLevel: "error",
    build: { outDir: page, emptyOutDir: true },
  });
  ennead = createEnnead({
    db: { url: pathToFileURL(join(folder, "crm.db")).href },
    auth: [hs256Bearer({ secret })],
    clock: Date.now,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keys: [{ id: "k1", secret }],
    rooms: [room],
  });
  await ennead.migrate();
  const people = ["amy", "ben"].map((name) => ({
    name,
    email: `${name}@acme.example`,
    sets: ["Member"],
  }));
  const provisioned = await ennead.provision(company, {
    name: "Acme",
    currency: "EUR",
    locale: "en",
    timeZone: "Europe/Berlin",
    sets: [{ name: "Member", role: true, objects: {}, fields: {}, system: ["access.manage"] }],
    users: people,
  });
  ({ users } = unwrap(provisioned));
  server = createServer(
    getRequestListener((request) => {
      const { pathname } = new URL(request.url);
      return pathname.startsWith("/api/") ? ennead.fetch(request) : fileOf(pathname);
    }),
  );
  await Promise.all([
    bundled,
    new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)),
  ]);
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await Promise.all(ticks);
  server.closeAllConnections();
  server.close();
  await ennead.close();
  rmSync(folder, { recursive: true });
});

const tokenOf = (name: string): Promise<string> => {
  const now = Math.floor(Date.now() / 1000);
  const sub = users[`${name}@acme.example`] ?? "";
  return signHs256(secret, { sub, company, iat: now, exp: now + 600 });
};

const ticks: Promise<unknown>[] = [];

/** A job of Amy's, shown to somebody on a page. */
const showJob = async (to: string): Promise<Page> => {
  const started = await fetch(`${origin}/api/count`, {
    method: "POST",
    headers: { authorization: `Bearer ${await tokenOf("amy")}` },
  });
  expect(started.status).toBe(200);
  const { id } = (await started.json()) as { readonly id: string };
  // What a minute driver does; it goes on until the work has ended.
  ticks.push(ennead.tick(Date.now()));
  const page = await browser.newPage();
  await page.goto(`${origin}/#job=${id}&token=${await tokenOf(to)}`);
  return page;
};

const told = (done: number) => (job: RunningJob<object>) =>
  job.progress({ done, total: 8, phase: "adding" });

test("a page shows a job of the edge live, from its first step to its end", async () => {
  const page = await showJob("amy");
  const bar = page.getByRole("progressbar", { name: "Counting" });
  await bar.waitFor();
  move(told(2));
  await page.getByText("2 of 8").waitFor();
  expect(await bar.getAttribute("aria-valuenow")).toBe("25");
  move(told(6));
  await page.getByText("6 of 8").waitFor();
  await page.getByText("adding").waitFor();
  move(() => Promise.resolve(false));
  await page.getByText("Done", { exact: true }).waitFor();
  expect(await page.title()).toBe("ended: done");
  await page.close();
});

test("cancelling on the page stops the work on the edge", async () => {
  const page = await showJob("amy");
  move(told(1));
  await page.getByText("1 of 8").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  const accepted = page.waitForResponse((response) => response.url().endsWith("/cancel"));
  await page.getByRole("button", { name: "Stop it" }).click();
  expect((await accepted).status()).toBe(200);
  await page.getByRole("button", { name: "Cancelling…" }).waitFor();
  move((job) => job.renew());
  await page.getByText("Cancelled", { exact: true }).waitFor();
  await page.waitForFunction(() => document.title.startsWith("ended"));
  expect(await page.title()).toBe("ended: cancelled");
  await page.close();
});

test("a job of somebody else is not shown", async () => {
  const page = await showJob("ben");
  await page.getByText("This work cannot be shown").waitFor();
  expect(await page.getByRole("progressbar").count()).toBe(0);
  move(() => Promise.resolve(false));
  await page.close();
});
