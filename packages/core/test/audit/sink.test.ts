import { toCef, toEcs, toJsonl, toOcsf } from "@ennead/core/audit";
import type { Json } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

import { noDiff, sampleEvent } from "./sample-event.ts";

const product = { vendor: "Acme", name: "CRM", version: "1.0" };

const read = { op: null, version: null, diff: noDiff } as const;

describe("OCSF", () => {
  /** Members that the schema (1.3.0) requires of a class, beside those of all events. */
  const required: Readonly<Record<number, readonly string[]>> = {
    3002: ["user"],
    3004: ["entity"],
    6001: ["web_resources"],
  };
  const ofAll = [
    "activity_id",
    "category_uid",
    "class_uid",
    "metadata",
    "severity_id",
    "time",
    "type_uid",
  ];

  test.each<[string, Parameters<typeof sampleEvent>[0], number, number]>([
    ["a creation", { op: "create", action: "record.record.create" }, 3004, 1],
    ["a change", {}, 3004, 3],
    ["a deletion", { op: "delete", action: "record.record.delete" }, 3004, 4],
    ["a refused change", { ...read, outcome: "denied" }, 3004, 3],
    ["a sign-in", { ...read, action: "access.session.login" }, 3002, 1],
    ["the end of a session", { ...read, action: "access.session.logout" }, 3002, 2],
    ["a read", { ...read, action: "record.record.read" }, 6001, 2],
    ["a search", { ...read, action: "audit.log.search" }, 6001, 5],
    ["an import", { ...read, action: "import.job.import" }, 6001, 6],
    ["an export", { ...read, action: "pivot.report.export" }, 6001, 7],
    ["a share", { ...read, action: "access.record.share" }, 6001, 8],
    ["what has no name there", { ...read, action: "marketplace.plugin.ponder" }, 6001, 99],
  ])("%s", (_, given, classUid, activity) => {
    const found = toOcsf(sampleEvent(given), product);
    expect(found).toMatchObject({
      class_uid: classUid,
      category_uid: Math.floor(classUid / 1000),
      activity_id: activity,
      type_uid: classUid * 100 + activity,
    });
    const names = [...ofAll, ...(required[classUid] ?? [])];
    expect(Object.keys(found)).toEqual(expect.arrayContaining(names));
  });

  test("a refusal is a failure with its detail", () => {
    expect(toOcsf(sampleEvent({ outcome: "denied" }), product)).toMatchObject({
      status_id: 2,
      status_detail: "denied",
    });
  });

  test("the actor is who really acted; in whose place stands beside the schema", () => {
    const found = toOcsf(sampleEvent({ onBehalfOf: "u2", actorKind: "apiKey" }), product);
    expect(found["actor"]).toEqual({
      user: { uid: "u1", name: "Ada", type: "apiKey", type_id: 4 },
    });
    expect(found["unmapped"]).toMatchObject({ on_behalf_of: "u2" });
  });

  test("the origin of a request is an endpoint with its place", () => {
    const found = toOcsf(sampleEvent({ ip: "10.0.0.1", geo: { lat: 52.5, lon: 13.4 } }), product);
    expect(found["src_endpoint"]).toEqual({
      ip: "10.0.0.1",
      location: { lat: 52.5, long: 13.4 },
    });
  });
});

describe("ECS", () => {
  test("categories, types and outcomes are of the lists the schema allows", () => {
    const found = toEcs(sampleEvent({ outcome: "denied", onBehalfOf: "u2" }), product);
    expect(found).toMatchObject({
      "@timestamp": "2026-01-05T10:00:00Z",
      event: {
        kind: "event",
        category: ["database"],
        type: ["change", "denied"],
        outcome: "failure",
      },
      user: { id: "u1", effective: { id: "u2" } },
      related: { user: ["u1", "u2"] },
    });
  });
});

describe("CEF", () => {
  test("has seven headers, then keys with values", () => {
    expect(toCef(sampleEvent(), product)).toMatch(
      /^CEF:0\|Acme\|CRM\|1\.0\|record\.record\.update\|record\.record\.update\|3\|rt=\d+ /,
    );
  });

  test("nothing in an event adds a line, a header or a key", () => {
    const line = toCef(
      sampleEvent({
        action: "a|b\nc",
        actorLabel: "Ada src=6.6.6.6\nCEF:0|x",
        userAgent: "back\\slash=1",
      }),
      product,
    );
    expect(line).not.toContain("\n");
    expect(line).toContain("|a\\|b c|a\\|b c|");
    expect(line).toContain("suser=Ada src\\=6.6.6.6\\nCEF:0|x");
    expect(line).toContain("back\\\\slash\\=1");
  });
});

test("one event is one line of JSON, whatever it holds", () => {
  const line = toJsonl(sampleEvent({ reason: "a\nb\u2028\ud800" }));
  expect(line.indexOf("\n")).toBe(line.length - 1);
  expect(JSON.parse(line) as Json).toMatchObject({
    at: "2026-01-05T10:00:00Z",
    reason: "a\nb\u2028\ud800",
  });
});
