// A record as of its last version, policies over a stream of events, and a retention plan. No peer does these; the figures
// say what an answer costs. The minimum of the turns decides.
import {
  asOf,
  diff,
  evaluatePolicies,
  noPolicyState,
  planRetention,
  type FieldCatalogue,
  type Policy,
  type RecordEvent,
} from "@ennead/core/audit";
import type { JsonObject } from "@ennead/core/kernel";

const turns = 15;
const versions = 500;
const stream = 100_000;
const retained = 1_000_000;
const day = 86_400_000;

const best = (run: () => void, count = turns): number => {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const began = performance.now();
    run();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
};

const fields: FieldCatalogue = Object.fromEntries(
  Array.from({ length: 30 }, (_, at) => [`field_${at}`, { type: "text" } as const]),
);

const historyOf = (count: number): readonly RecordEvent[] => {
  let last: JsonObject | null = null;
  return Array.from({ length: count }, (_, at): RecordEvent => {
    const next: JsonObject = {
      ...last,
      ...Object.fromEntries([0, 1, 2].map((step) => [`field_${(at * 3 + step) % 30}`, `v ${at}`])),
    };
    const found = diff(fields, last, next);
    last = next;
    const op = at === 0 ? "create" : "update";
    return { seq: at + 1, version: at + 1, recordedAt: at, op, diff: found };
  });
};

const events = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    seq: at + 1,
    company: "c1",
    at: at * 500,
    actor: `u${at % 997}`,
    action: at % 7 === 0 ? "login" : "record.update",
    outcome: at % 21 === 0 ? "failure" : "success",
    entity: "deal",
    entityId: `d${at % 5000}`,
    ip: `10.0.${at % 13}.${at % 251}`,
    rows: at % 100,
    subjects: at % 50 === 0 ? [`contact/${at}`] : [],
  }));

const base = { company: "c1" } as const;
const policies: readonly Policy[] = [
  {
    ...base,
    id: "1",
    type: "threshold",
    match: { outcome: "failure" },
    groupBy: ["actor"],
    limit: 5,
    windowSec: 600,
  },
  { ...base, id: "2", type: "threshold", groupBy: ["actor"], limit: 500, windowSec: 3600 },
  {
    ...base,
    id: "3",
    type: "sum",
    field: "rows",
    groupBy: ["actor"],
    limit: 10_000,
    windowSec: 3600,
  },
  {
    ...base,
    id: "4",
    type: "offHours",
    zone: "Europe/Berlin",
    days: [1, 2, 3, 4, 5],
    from: "08:00",
    to: "18:00",
    cooldownSec: 3600,
  },
  { ...base, id: "5", type: "firstSeen", field: "ip", learn: 20 },
  {
    ...base,
    id: "6",
    type: "sod",
    first: { action: "login" },
    second: { action: "approve" },
    windowSec: 3600,
  },
];

export const benchHistory = (): void => {
  const history = historyOf(versions);
  const asOfLast = best(() => asOf(fields, history, { version: versions }));
  console.log(`as of version ${versions}: ${asOfLast.toFixed(2)} ms (aim: under 20)`);

  const given = events(stream);
  const policy = best(() => evaluatePolicies(policies, noPolicyState, given), 5);
  const perSecond = Math.round((stream / policy) * 1000).toLocaleString("en");
  console.log(
    `${policies.length} policies over ${stream.toLocaleString("en")} events: ${perSecond} events a second`,
  );

  const all = events(retained);
  const plan = best(
    () =>
      planRetention({
        now: 1_000 * day,
        policies: [
          { id: "a", match: { entity: "deal" }, keepDays: 365, archiveAfterDays: 90 },
          { id: "b", match: { action: "login" }, keepDays: 999 },
        ],
        holds: [{ id: "h", match: { entityId: "d7" }, placedAt: 0 }],
        erasures: [{ subject: "contact/0", requestedAt: 0 }],
        segments: Array.from({ length: retained / 1000 }, (_, at) => ({
          id: `s${at}`,
          from: at * 1000 + 1,
          to: (at + 1) * 1000,
          sealed: true,
        })),
        events: all,
      }),
    3,
  );
  console.log(
    `retention plan of ${retained.toLocaleString("en")} events: ${(plan / 1000).toFixed(1)} s`,
  );
};
