import { DatabaseError } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

const metricsSecret = "a secret of scrapers, of at least 32 characters";

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge({
    metricsSecret,
    limits: { rates: { write: { quota: 1, window: 60_000 } } },
  });
});
afterAll(() => edge.close());

const scrape = (secret = metricsSecret, method = "GET"): Promise<Response> =>
  Promise.resolve(
    edge.ennead.fetch(
      new Request("http://ennead.example/metrics", {
        method,
        headers: { authorization: `Bearer ${secret}` },
      }),
    ),
  );

interface Family {
  readonly type: string;
  readonly samples: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly value: number;
  }[];
}

/** Reads the text exposition format 0.0.4, and throws on what is none. */
const parsed = (text: string): ReadonlyMap<string, Family> => {
  if (!text.endsWith("\n")) throw new Error("The last line must end.");
  const families = new Map<string, Family>();
  const described = new Set<string>();
  for (const line of text.slice(0, -1).split("\n")) {
    const [, help] = /^# HELP ([a-z_]+) \S.*$/.exec(line) ?? [];
    const [, name, type] = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line) ?? [];
    if (help !== undefined) {
      if (described.has(help)) throw new Error(`Described twice: ${help}`);
      described.add(help);
    } else if (name !== undefined && type !== undefined) families.set(name, { type, samples: [] });
    else {
      const [, sample = "", inside = "", value = ""] =
        /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? ([0-9.e+-]+|\+Inf)$/.exec(
          line,
        ) ?? [];
      const owner =
        families.get(sample) ?? families.get(sample.replace(/_(?:bucket|sum|count)$/, ""));
      if (owner === undefined) throw new Error(`No line of the format: ${line}`);
      const labels = Object.fromEntries(
        [...inside.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", text_ = ""]) => [
          key,
          text_,
        ]),
      );
      owner.samples.push({ name: sample, labels, value: Number(value) });
    }
  }
  return families;
};

const read = async (): Promise<ReadonlyMap<string, Family>> =>
  parsed(await (await scrape()).text());

const valueOf = (
  families: ReadonlyMap<string, Family>,
  family: string,
  labels: Record<string, string>,
): number =>
  families
    .get(family)
    ?.samples.find((one) =>
      Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value ?? 0;

const lines = async (): Promise<number> => (await (await scrape()).text()).split("\n").length;

describe("/metrics", () => {
  test("is there for the secret alone", async () => {
    expect((await scrape("another secret, also of 32 characters")).status).toBe(404);
    const open = await edge.ennead.fetch(new Request("http://ennead.example/metrics"));
    expect(open.status).toBe(404);
    const told = await scrape();
    expect([told.status, told.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    const posted = await scrape(metricsSecret, "POST");
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  test("does not exist on a host that gave no secret, and takes no short one", async () => {
    const without = await openEdge();
    const answer = await without.ennead.fetch(new Request("http://ennead.example/metrics"));
    expect(answer.status).toBe(404);
    await without.close();
    await expect(openEdge({ metricsSecret: "short" })).rejects.toThrow("at least 32");
  });

  test("counts requests by route and class of status, and how long they took", async () => {
    const before = await read();
    await edge.send("admin", "GET", "/api/access/me");
    await edge.send("admin", "GET", "/api/records/visit/none");
    await edge.send("admin", "GET", "/api/records/visit/nothing");
    const after = await read();
    const grown = (route: string, status: string): number =>
      valueOf(after, "ennead_http_requests_total", { route, status }) -
      valueOf(before, "ennead_http_requests_total", { route, status });
    expect([grown("access.me", "2xx"), grown("record.read", "4xx")]).toEqual([1, 2]);
    const { samples = [] } = after.get("ennead_http_request_duration_seconds") ?? {};
    const buckets = samples.filter(
      ({ name, labels }) => name.endsWith("_bucket") && labels["route"] === "record.read",
    );
    const counts = buckets.map(({ value }) => value);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(buckets.at(-1)?.labels["le"]).toBe("+Inf");
    const count = samples.find(
      ({ name, labels }) => name.endsWith("_count") && labels["route"] === "record.read",
    );
    expect(count?.value).toBe(buckets.at(-1)?.value);
  });

  test("counts audit events, limited requests and what databases refuse", async () => {
    const before = await read();
    const first = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Counted" } },
    });
    const second = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Not counted" } },
    });
    expect([first.status, second.status]).toEqual([201, 429]);
    const { read: reading } = edge.database;
    edge.database.read = () => Promise.reject(new DatabaseError("busy", "locked"));
    const busy = await edge.send("admin", "GET", "/api/access/me");
    edge.database.read = reading;
    expect(busy.status).toBe(503);
    const after = await read();
    const grown = (family: string, labels: Record<string, string> = {}): number =>
      valueOf(after, family, labels) - valueOf(before, family, labels);
    expect(grown("ennead_audit_events_total")).toBe(1);
    expect(grown("ennead_database_errors_total", { kind: "busy" })).toBeGreaterThan(0);
    expect(grown("ennead_http_rate_limited_total", { policy: "write" })).toBe(1);
  });

  test("tells of jobs by kind, and of nothing that has a name or a value of a customer", async () => {
    const text = await (await scrape()).text();
    expect(text).toContain("# TYPE ennead_jobs_waiting gauge");
    expect(text).toContain("# TYPE ennead_jobs_lag_seconds gauge");
    for (const secret of [
      metricsSecret,
      edge.ours,
      edge.theirs,
      "Ours",
      "admin",
      "visit",
      "none",
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  test("has as many lines as there are routes, however many paths are asked for", async () => {
    await edge.send("admin", "GET", "/api/records/visit/any");
    const before = await lines();
    for (let at = 0; at < 100; at += 1) {
      await edge.send("admin", "GET", `/api/records/visit/invented-${at}`);
      await edge.send("admin", "GET", `/api/invented-${at}`);
    }
    expect(await lines()).toBe(before);
  });
});
