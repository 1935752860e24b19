import {
  complianceReport,
  privilegedActions,
  subjectAccess,
  type AuditEvent,
  type ComplianceReport,
  type ReportDefinition,
} from "@ennead/core/audit";
import { csv, html } from "@ennead/core/export";
import { unwrap, type UserId } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

import { noDiff, sampleEvent } from "./sample-event.ts";

const from = Date.UTC(2026, 0, 1);
const period = { from, to: Date.UTC(2026, 1, 1) };
const read = { op: null, version: null, diff: noDiff } as const;

const events: readonly AuditEvent[] = [
  { seq: 1, action: "access.user.update", entity: "user", entityId: "u9", entityLabel: "Eve" },
  {
    seq: 2,
    ...read,
    action: "access.user.update",
    outcome: "denied" as const,
    actor: "u2",
    actorLabel: "Bob",
  },
  { seq: 3, ...read, action: "record.record.read", onBehalfOf: "u2" },
  { seq: 4, ...read, action: "pivot.report.export", subjects: ["contact/ada"] },
  { seq: 5, entity: "contact", entityId: "ada", entityLabel: "Ada L." },
  { seq: 6, at: period.to, action: "access.user.delete" },
  { seq: 7, company: "c2", action: "access.user.delete" },
].map((one) => sampleEvent(one));

const section = ({ sections }: ComplianceReport, id: string) =>
  sections.find((one) => one.id === id)?.table.rows ?? [];

const numbers = (report: ComplianceReport, id: string) => section(report, id).map(([seq]) => seq);

const input = { company: "c1", period, events: events.toReversed() };

describe("privileged actions", () => {
  const report = unwrap(complianceReport(privilegedActions, input, {}));

  test("lists them in order, of the company and the period only", () => {
    expect(numbers(report, "acts")).toEqual([1, 2, 4]);
    expect(report.basis).toEqual({ events: 5, from: 1, to: 5 });
  });

  test("tells who acted for whom and who was refused", () => {
    expect(numbers(report, "on-behalf")).toEqual([3]);
    expect(numbers(report, "refused")).toEqual([2]);
    expect(section(report, "by-actor")).toEqual([
      ["u1", "Ada", 2, 0, 0],
      ["u2", "Bob", 1, 1, 0],
    ]);
  });

  test("follows the patterns it is given", () => {
    const some = unwrap(complianceReport(privilegedActions, input, { actions: ["record.*.read"] }));
    expect(numbers(some, "acts")).toEqual([3]);
    const none = unwrap(
      complianceReport(privilegedActions, input, { actions: ["record", "access"] }),
    );
    expect(numbers(none, "acts")).toEqual([]);
  });

  test("sets who could beside who did", () => {
    const access = {
      users: [{ user: "u2" as UserId, active: true, sets: ["admin"], lastSeen: from }],
      findings: [{ kind: "administrator", subject: "user:u2", text: "u2 administers access." }],
    } as const;
    const review = unwrap(complianceReport(privilegedActions, input, { access }));
    expect(section(review, "users")).toEqual([["u2", "yes", "admin", "2026-01-01T00:00:00Z", 1]]);
    expect(section(review, "findings")).toHaveLength(1);
  });

  test("is data that every writer writes", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const [acts] = report.sections;
    if (acts === undefined) throw new Error("no section");
    expect(csv(acts.table)).toContain('"access.user.update"');
    expect(html(acts.table)).toContain("<table");
  });
});

describe("personal data of one person", () => {
  const held = [
    { source: "contact/ada", field: "email", value: "ada@example.com", purpose: "contract" },
  ];
  const report = unwrap(complianceReport(subjectAccess, input, { subject: "contact/ada", held }));

  test("says what is held, what was done with it and who received it", () => {
    expect(section(report, "held")).toEqual([
      ["contact/ada", "email", "ada@example.com", "contract"],
    ]);
    expect(numbers(report, "handling")).toEqual([4, 5]);
    expect(numbers(report, "recipients")).toEqual([4]);
  });

  test("shows values of the person's own record only", () => {
    expect(section(report, "changes")).toEqual([
      [5, "2026-01-05T10:00:00Z", "stage", "Proposal", "Won"],
    ]);
  });

  test("names no employee unless asked to", () => {
    expect(JSON.stringify(report.sections)).not.toContain('"Ada"');
    const named = unwrap(
      complianceReport(subjectAccess, input, { subject: "contact/ada", held, nameActors: true }),
    );
    expect(JSON.stringify(named.sections)).toContain('"Ada"');
  });
});

test("a report of one's own joins by its definition", () => {
  const failures: ReportDefinition<{ readonly least: number }> = {
    kind: "failures",
    title: "Failures",
    controls: [],
    build: (given, { least }) => ({
      summary: [
        { label: "Failures", value: given.filter(({ outcome }) => outcome !== "success").length },
        { label: "Least", value: least },
      ],
      sections: [],
    }),
  };
  expect(unwrap(complianceReport(failures, input, { least: 1 })).summary[0]?.value).toBe(1);
});

test("a period that ends before it begins is refused", () => {
  const backwards = { ...input, period: { from: period.to, to: from } };
  expect(complianceReport(privilegedActions, backwards, {})).toMatchObject({
    error: { code: "audit/bad-range" },
  });
});
