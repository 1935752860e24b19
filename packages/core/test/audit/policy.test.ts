import {
  checkPolicy,
  evaluatePolicies,
  explainAlert,
  noPolicyState,
  type Policy,
  type PolicyEvent,
} from "@ennead/core/audit";
import { parseInstant } from "@ennead/core/calendar";
import { unwrap } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const instant = (text: string): number => parseInstant(text) ?? Number.NaN;

interface Fields {
  readonly [member: string]: unknown;
}

const failedLogin: Fields = { actor: "ada", action: "login", outcome: "failure" };

/** Events of one company by the second they happen at, numbered in order. */
const events = (...list: readonly (readonly [second: number, fields: Fields])[]) =>
  list.map(([second, fields], at): PolicyEvent => ({
    seq: at + 1,
    company: "c1",
    at: second * 1000,
    ...failedLogin,
    ...fields,
  }));

const policy = (fields: Fields): Policy =>
  unwrap(checkPolicy({ id: "p", company: "c1", ...fields }));

const alerts = (fields: Fields, given: readonly PolicyEvent[]) =>
  evaluatePolicies([policy(fields)], noPolicyState, given).alerts.map(({ seq, evidence }) => ({
    seq,
    evidence,
  }));

const failures = {
  type: "threshold",
  match: { action: "login", outcome: ["failure", "denied"] },
  groupBy: ["actor"],
  limit: 3,
  windowSec: 60,
} as const;

describe("windows", () => {
  test("the third failure within a minute alerts, then the actor is silent for the window", () => {
    const given = events([0, {}], [10, {}], [20, {}], [30, {}], [85, {}], [86, {}]);
    expect(alerts(failures, given)).toEqual([
      { seq: 3, evidence: [1, 2, 3] },
      { seq: 6, evidence: [4, 5, 6] },
    ]);
  });

  test("an event as old as the window no longer counts", () => {
    expect(alerts(failures, events([0, {}], [30, {}], [60, {}]))).toEqual([]);
  });

  test("keys count apart, and a missing member is a key of its own", () => {
    const given = events([0, {}], [1, { actor: "bob" }], [2, {}], [3, { actor: null }], [4, {}]);
    expect(alerts(failures, given)).toEqual([{ seq: 5, evidence: [1, 3, 5] }]);
  });

  test("a sum of fractions is the same whether or not the run was interrupted", () => {
    const sum = { type: "sum", field: "rows", limit: 1, windowSec: 10, cooldownSec: 0 };
    const given = events(
      ...Array.from({ length: 40 }, (_, at) => [at, { rows: 0.1 }] as [number, Fields]),
    );
    const whole = evaluatePolicies([policy(sum)], noPolicyState, given);
    const half = evaluatePolicies([policy(sum)], noPolicyState, given.slice(0, 20));
    const rest = evaluatePolicies([policy(sum)], half.state, given.slice(20));
    expect([...half.alerts, ...rest.alerts]).toEqual(whole.alerts);
  });
});

describe("the clock", () => {
  test("going backwards makes no event older than those before it", () => {
    expect(alerts(failures, events([100, {}], [10, {}], [101, {}]))).toEqual([
      { seq: 3, evidence: [1, 2, 3] },
    ]);
  });

  test("hours of work are those of the wall on the day of the change", () => {
    // On 29 March 2026 Berlin goes from +01:00 to +02:00.
    const hours = {
      type: "offHours",
      zone: "Europe/Berlin",
      days: [7],
      from: "09:00",
      to: "17:00",
      cooldownSec: 0,
    };
    const given = ["06:59", "07:00", "14:59", "15:00"].map((time, at) => ({
      seq: at + 1,
      company: "c1",
      at: instant(`2026-03-29T${time}:00Z`),
    }));
    expect(alerts(hours, given).map(({ seq }) => seq)).toEqual([1, 4]);
  });

  test("a zone half an hour off has its hours too", () => {
    const hours = {
      type: "offHours",
      zone: "Asia/Kolkata",
      days: [1, 2, 3, 4, 5],
      from: "09:00",
      to: "24:00",
    };
    const at = instant("2026-03-30T03:30:00Z");
    expect(alerts(hours, [{ seq: 1, company: "c1", at }])).toEqual([]);
    expect(alerts(hours, [{ seq: 1, company: "c1", at: at - 1 }])).toHaveLength(1);
  });
});

describe("people", () => {
  const duties = {
    type: "sod",
    first: { action: "approval.request" },
    second: { action: "approval.decide" },
  };
  const deal = { entity: "deal", entityId: "d1" };

  test("who asked may not decide, also through somebody he acts for", () => {
    const given = events(
      [0, { ...deal, action: "approval.request", actor: "ada" }],
      [1, { ...deal, action: "approval.decide", actor: "bob", onBehalfOf: "ada" }],
    );
    expect(alerts(duties, given)).toEqual([{ seq: 2, evidence: [1, 2] }]);
  });

  test("two people on one deal, and one person on two deals, are nothing", () => {
    const given = events(
      [0, { ...deal, action: "approval.request", actor: "ada" }],
      [1, { ...deal, action: "approval.decide", actor: "bob" }],
      [2, { ...deal, entityId: "d2", action: "approval.decide", actor: "ada" }],
    );
    expect(alerts(duties, given)).toEqual([]);
  });

  test("nobody is in Berlin and New York within an hour", () => {
    const travel = { type: "impossibleTravel", maxKmh: 900, minKm: 100 };
    const berlin = { geo: { lat: 52.52, lon: 13.405 } };
    const newYork = { geo: { lat: 40.71, lon: -74.01 } };
    const given = events([0, berlin], [60, {}], [3_600, newYork], [100_000, berlin]);
    expect(alerts(travel, given)).toEqual([{ seq: 3, evidence: [1, 3] }]);
  });

  test("an address is new only to who has been learned", () => {
    const seen = { type: "firstSeen", field: "ip", learn: 2 };
    const given = events(
      [0, { ip: "1" }],
      [1, { ip: "2" }],
      [2, { ip: "1" }],
      [3, { ip: "3" }],
      [4, { ip: "3" }],
      [5, { ip: "9", actor: "bob" }],
    );
    expect(alerts(seen, given)).toEqual([{ seq: 4, evidence: [4] }]);
  });
});

describe("state", () => {
  const given = events([0, {}], [10, {}], [20, {}], [90, {}]);

  test("events that were handled give no alert twice", () => {
    const first = evaluatePolicies([policy(failures)], noPolicyState, given);
    expect(first.alerts).toHaveLength(1);
    expect(evaluatePolicies([policy(failures)], first.state, given)).toEqual({
      alerts: [],
      state: first.state,
    });
  });

  test("a state that was given is not changed", () => {
    const { state } = evaluatePolicies([policy(failures)], noPolicyState, given.slice(0, 2));
    const written = JSON.stringify(state);
    evaluatePolicies([policy(failures)], state, given.slice(2));
    expect(JSON.stringify(state)).toBe(written);
  });

  test("what can no longer matter is forgotten", () => {
    const { state } = evaluatePolicies([policy(failures)], noPolicyState, given);
    expect(state.policies[0]?.[1]).toMatchObject({
      fired: [],
      kept: [['["ada"]', [[4, 90_000, 0]]]],
    });
  });

  test("a policy that was changed begins anew", () => {
    const { state } = evaluatePolicies([policy(failures)], noPolicyState, given.slice(0, 2));
    const stricter = policy({ ...failures, limit: 2 });
    expect(evaluatePolicies([stricter], state, given.slice(2, 3)).alerts).toEqual([]);
  });

  test("policies of two companies may have one id", () => {
    const foreign = given.map((event) => ({ ...event, company: "c2" }));
    const both = [policy(failures), policy({ ...failures, company: "c2" })];
    const all = [...given, ...foreign];
    const at = (seq: number) => all.filter((event) => event.seq <= seq);
    const first = evaluatePolicies(both, noPolicyState, at(2));
    const { alerts: found } = evaluatePolicies(both, first.state, at(3));
    expect(found.map(({ evidence }) => evidence)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test("a policy sees its own company only", () => {
    const foreign = given.map((event) => ({ ...event, company: "c2" }));
    expect(alerts(failures, foreign)).toEqual([]);
  });
});

describe("a policy is refused", () => {
  test.each<[string, Fields, readonly (string | number)[]]>([
    ["of an unknown type", { type: "spam" }, ["type"]],
    ["with a limit below 1", { ...failures, limit: 0 }, ["limit"]],
    ["with a window over 31 days", { ...failures, windowSec: 31 * 86_400 + 1 }, ["windowSec"]],
    ["with a member no policy has", { ...failures, windwSec: 1 }, ["windwSec"]],
    ["matching by an object", { ...failures, match: { ip: {} } }, ["match", "ip"]],
    [
      "in an unknown zone",
      { type: "offHours", zone: "Mars/Base", days: [1], from: "08:00", to: "18:00" },
      ["zone"],
    ],
    [
      "whose hours end before they begin",
      { type: "offHours", zone: "UTC", days: [1], from: "22:00", to: "06:00" },
      ["to"],
    ],
  ])("%s", (_, fields, path) => {
    expect(checkPolicy({ id: "p", company: "c1", ...fields })).toMatchObject({
      ok: false,
      error: { code: "audit/bad-policy", path },
    });
  });
});

test("an alert says why it was raised", () => {
  const given = events([0, {}], [10, {}], [20, {}]);
  const one = policy(failures);
  const [alert] = evaluatePolicies([one], noPolicyState, given).alerts;
  expect(alert === undefined ? "" : explainAlert(one, alert)).toBe(
    "3 events within 60 s for actor ada; the limit is 3 (action = login, outcome = failure or denied).",
  );
});
