// Audited writes against the same rows written without events and triggers, each in one batch. Both sides write the
// rows of records, their indexed values and external ids; one adds events, licences and the wake row of the feed.
import { uuidv7, type CompanyId } from "@ennead/core/kernel";

import { auditBatch } from "../../packages/edge/src/kernel/audit/audit-log.ts";
import type { RequestContext } from "../../packages/edge/src/kernel/context.ts";
import { openLibsql } from "../../packages/edge/src/kernel/db/libsql.ts";
import type { Statement } from "../../packages/edge/src/kernel/db/sql.ts";
import { wakeFeed } from "../../packages/edge/src/kernel/feed/wake.ts";
import type { StoredRecord } from "../../packages/edge/src/kernel/ports.ts";
import { eventOf, personalFields } from "../../packages/edge/src/record/plan.ts";
import {
  partStatements,
  rootStatements,
  type RecordWrite,
} from "../../packages/edge/src/record/store.ts";
import { openPlace, type DatabaseKind } from "../../packages/edge/test/support/databases.ts";
import { openEdge, visit } from "../../packages/edge/test/support/edge.ts";
import { median, order, orderData } from "./order.ts";

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const recordOf = (id: string, at: number, version: number): StoredRecord => ({
  id,
  object: "order",
  version,
  ownerId: null,
  territoryId: null,
  externalId: `order-${id}`,
  createdAt: 1,
  updatedAt: version,
  data: orderData(at, version),
});

/** Creates these records, or changes each of them. */
const writesOf = (ids: readonly string[], version: number): readonly RecordWrite[] =>
  ids.map((id, at) => ({
    before: version === 1 ? null : recordOf(id, at, version - 1),
    after: recordOf(id, at, version),
  }));

const freshIds = (count: number): readonly string[] =>
  Array.from({ length: count }, () => uuidv7(Date.now(), random));

/** What a command of a person says about itself in its events. */
const contextOf = (company: CompanyId): RequestContext =>
  ({
    company,
    principal: { company, actor: "0190a000-0000-7000-8000-0000000000aa", kind: "user", stamp: 1 },
    actorLabel: "A person",
    now: Date.now(),
    random,
    requestId: uuidv7(Date.now(), random),
    route: "records.update",
  }) as unknown as RequestContext;

interface Side {
  readonly slice: number;
  /** Milliseconds of the batch, and with the difference and the events before it. */
  readonly write: (writes: readonly RecordWrite[]) => Promise<{ batch: number; all: number }>;
  readonly close: () => Promise<void>;
}

const openSide = async (
  kind: DatabaseKind,
  durability: "strong" | "relaxed",
  audited: boolean,
): Promise<Side> => {
  const place = await openPlace(kind);
  const edge = await openEdge({ objectDefinitions: [visit, order] }, place);
  const database = await openLibsql({ ...place.options, durability });
  if (!audited) {
    const [found] = await database.read([
      { sql: "select name from sqlite_master where type = 'trigger'", args: [] },
    ]);
    const names = found?.rows.map(({ name }) => String(name)) ?? [];
    await database.write(names.map((name) => ({ sql: `drop trigger "${name}"`, args: [] })));
  }
  const personal = personalFields(order, new Map());
  const statementsOf = async (writes: readonly RecordWrite[]): Promise<readonly Statement[]> => {
    const rows = [
      ...partStatements(edge.ours, order, writes),
      ...rootStatements(edge.ours, "order", writes),
    ];
    if (!audited) return rows;
    const context = contextOf(edge.ours);
    const facts = { context, definition: order, labels: new Map(), personal } as never;
    const events = writes.flatMap((one) => eventOf(facts, one) ?? []);
    const { statements } = await auditBatch(context, events);
    return [...statements, ...rows, wakeFeed(edge.ours)];
  };
  return {
    slice: database.slice,
    write: async (writes) => {
      const begun = performance.now();
      const statements = await statementsOf(writes);
      const ready = performance.now();
      await database.write(statements);
      const done = performance.now();
      return { batch: done - ready, all: done - begun };
    },
    close: async () => {
      await database.close();
      await edge.close();
    },
  };
};

interface Round {
  /** Ratio of the medians: the batch alone, and with the difference and the events before it. */
  readonly batch: number;
  readonly all: number;
  /** Milliseconds of the fastest batch of each side: what other work on the machine delayed least. */
  readonly plain: number;
  readonly audited: number;
}

interface Times {
  readonly batch: number[];
  readonly all: number[];
}

const noTimes = (): Times => ({ batch: [], all: [] });

/** Medians of a round of both sides, taking turns. */
const round = async (
  [plain, audited]: readonly [Side, Side],
  work: readonly (readonly RecordWrite[])[],
): Promise<Round> => {
  const times: readonly [Times, Times] = [noTimes(), noTimes()];
  for (const [turn, writes] of work.entries()) {
    for (const at of turn % 2 === 0 ? [0, 1] : [1, 0]) {
      const { batch, all } = await (at === 0 ? plain : audited).write(writes);
      times[at]?.batch.push(batch);
      times[at]?.all.push(all);
    }
  }
  const [one, two] = times;
  return {
    batch: median(two.batch) / median(one.batch),
    all: median(two.all) / median(one.all),
    plain: Math.min(...one.batch),
    audited: Math.min(...two.batch),
  };
};

const figures = (name: string, goal: string, rounds: readonly Round[]): readonly string[] => {
  const plain = Math.min(...rounds.map((one) => one.plain));
  const audited = Math.min(...rounds.map((one) => one.audited));
  return [
    name,
    plain.toFixed(2),
    audited.toFixed(2),
    (audited / plain).toFixed(2),
    median(rounds.map(({ batch }) => batch)).toFixed(2),
    median(rounds.map(({ all }) => all)).toFixed(2),
    goal,
  ];
};

/** The table of writes on one kind of database. */
export const measureWrites = async (
  kind: DatabaseKind,
  durability: "strong" | "relaxed",
  rounds: number,
): Promise<readonly (readonly string[])[]> => {
  const sides = [
    await openSide(kind, durability, false),
    await openSide(kind, durability, true),
  ] as const;
  const name = kind === "file" ? `file, ${durability}` : kind;
  const single = freshIds(60);
  for (const side of sides) await side.write(writesOf(single, 1));
  const ofRounds: Round[][] = [[], [], []];
  const { slice } = sides[0];
  for (let turn = 0; turn < rounds; turn += 1) {
    const changes = writesOf(single, turn + 2).map((one) => [one]);
    ofRounds[0]?.push(await round(sides, changes));
    const slices = Array.from({ length: 6 }, () => freshIds(slice));
    ofRounds[1]?.push(
      await round(
        sides,
        slices.map((ids) => writesOf(ids, 1)),
      ),
    );
    ofRounds[2]?.push(
      await round(
        sides,
        slices.map((ids) => writesOf(ids, 2)),
      ),
    );
  }
  for (const side of sides) await side.close();
  const bulk = kind === "file" ? "2" : "2.5";
  return [
    figures(`${name}: one update of five fields`, "1.35", ofRounds[0] ?? []),
    figures(`${name}: ${slice} creates`, bulk, ofRounds[1] ?? []),
    figures(`${name}: ${slice} updates`, bulk, ofRounds[2] ?? []),
  ];
};
