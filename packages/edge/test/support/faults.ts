import { openLibsql } from "@ennead/edge";

import type { DatabaseKind } from "./databases.ts";
import { historyFailures, invariantFailures, readTables } from "./faults-check.ts";
import { makeCrew } from "./faults-crew.ts";
import { makeHistory, type Command, type History } from "./faults-history.ts";
import { crashMigration, cutLog, disturbances, type Scene } from "./faults-mishaps.ts";
import { openControl, openDrillPlace } from "./faults-place.ts";
import type { Told } from "./faults-process.ts";
import { makeEffects } from "./faults-room.ts";
import { drillEdge, provisionDrill } from "./faults-world.ts";
import { chanceOf } from "./fuzz-random.ts";

export interface DrillOptions {
  readonly on: DatabaseKind;
  /** It goes on until so many faults took place. */
  readonly faults: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

export interface Drilled {
  /** How often each kind of fault took place. */
  readonly faults: Readonly<Record<string, number>>;
  /** Commands by what became of them, and what was looked at. */
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/** After so many rounds a fresh database, so that every check reads a small one. */
const roundsOfDatabase = 10;

/** A drill that has found so much is ended. */
const mostFailures = 8;

const workers = 2;
const lanes = 5;

/** How often a command without an answer is sent again, once everything is well. */
const mostRepeats = 25;

const lastOf = (history: History): string =>
  history.commands
    .slice(-8)
    .map(({ id, kind, state, key }) => `${id} ${kind} ${state}${key === undefined ? "" : " keyed"}`)
    .join("; ");

/**
 * Processes that are killed, disconnected, locked out and misled carry out a random history of commands on one
 * database. After each round everything that was answered, and everything that was not, is compared with what the
 * database holds.
 */
export const drillFaults = async ({ on, faults, seed, log }: DrillOptions): Promise<Drilled> => {
  const chance = chanceOf(seed);
  const counted: Record<string, number> = {};
  const failures: string[] = [];
  const figures = {
    databases: 0,
    rounds: 0,
    commands: 0,
    acknowledged: 0,
    refused: 0,
    unknown: 0,
    repeated: 0,
    events: 0,
  };
  let total = 0;
  let round = 0;
  const count = (fault: string): void => {
    counted[fault] = (counted[fault] ?? 0) + 1;
    total += 1;
  };
  let history: History | undefined;
  const fail = (failure: string): void => {
    const place = history === undefined ? "" : ` [${lastOf(history)}]`;
    failures.push(`${on}, seed ${seed}, round ${round}: ${failure}${place}`);
  };
  const crew = makeCrew(
    workers,
    chance,
    (at) => {
      if (at === "nowhere") fail("a worker ended by itself");
      else count(`a process killed at ${at.split("#")[0]}`);
    },
    fail,
  );

  const isEnough = (): boolean => total >= faults || failures.length >= mostFailures;

  const told = (command: Command, reply: Awaited<ReturnType<typeof crew.ask>>): void => {
    const wrong = history?.told(command, reply) ?? null;
    if (wrong !== null) fail(`${command.kind} ${command.id}: ${wrong}`);
  };

  const send = async (command: Command): Promise<void> => told(command, await crew.ask(command));

  const again = async (): Promise<void> => {
    const command = history?.again() ?? null;
    if (command === null) return;
    figures.repeated += 1;
    await send(command);
  };

  /** A key that was used, with another body: it changes nothing. */
  const mismatch = async (): Promise<void> => {
    const command = history?.again() ?? null;
    if (command === null || command.kind !== "record.create") return;
    const other = {
      ...command,
      id: `${command.id}-other`,
      body: command.body?.replace(".5", ".6"),
    };
    const reply = await crew.ask(other);
    if (reply === null || reply.status === 503) return;
    if (!reply.text.includes("kernel/idempotency-mismatch")) {
      fail(`${command.id}: its key with another body was answered ${reply.text}`);
    }
  };

  /** What was told to somebody can be read by anybody, from then on. */
  const look = async (): Promise<void> => {
    const known = history?.record() ?? null;
    if (known === null) return;
    const { version } = known;
    const path = `/api/records/visit/${known.id}`;
    const reply = await crew.ask({
      ...(history?.commands[0] as Command),
      id: "drill-looks",
      company: known.company,
      key: undefined,
      ifMatch: undefined,
      kind: "record.delete",
      method: "GET",
      path,
      body: undefined,
    });
    if (reply === null || reply.status === 503) return;
    const deleted = history?.commands.some(
      (one) => one.kind === "record.delete" && one.path === path && one.state !== "refused",
    );
    const isRight =
      reply.status === 200
        ? (JSON.parse(reply.text) as { version: number }).version >= version
        : reply.status === 404 && deleted === true;
    if (!isRight) fail(`${known.id} at ${version} was read as ${reply.status} ${reply.text}`);
  };

  const load = async (size: number): Promise<void> => {
    let left = size;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const command = history?.next() as Command;
        // Two at once, as an impatient caller sends them.
        if (command.key !== undefined && chance.happens(0.08)) {
          await Promise.all([send(command), send(command)]);
        } else await send(command);
        if (chance.happens(0.08)) await again();
        if (chance.happens(0.03)) await mismatch();
        if (chance.happens(0.1)) await look();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };

  /** Every keyed command without an answer is sent again until it has one. */
  const resolveAll = async (): Promise<void> => {
    for (const command of history?.commands ?? []) {
      for (let tries = 0; command.state === "open" && tries < mostRepeats; tries += 1) {
        await crew.muster();
        await send(command);
      }
    }
  };

  // Each time later than any lease that a tick before it has given to a process that died.
  let ahead = 3 * 3_600_000;
  const doJobs = async (): Promise<void> => {
    let last: Told | undefined;
    for (let turn = 0; turn < mostRepeats; turn += 1) {
      await crew.muster();
      ahead += 60_000;
      last = await crew.workers()[0]?.call("tick", ahead);
      if (last?.kind !== "told") continue;
      if ((last.value as { nextAt: number | null }).nextAt === null) return;
    }
    fail(`jobs are left over that nobody can do: ${JSON.stringify(last)}`);
  };

  const epoch = async (): Promise<void> => {
    const before = failures.length;
    const place = await openDrillPlace(on);
    try {
      const database = await openLibsql(place.direct);
      await drillEdge(database, () => {}, {}).migrate();
      await database.close();
      const control = await openControl(place.direct);
      try {
        await makeEffects(control.db);
        figures.databases += 1;
        history = makeHistory(
          `${seed % 100_000}.${figures.databases}`,
          chance,
          await provisionDrill(control.ennead),
        );
        crew.armed = true;
        await crew.board(place.options);
        const scene: Scene = { on, place, control, crew, chance, count, fail };
        // On a database of its own, and waiting for a lease most of its time: beside the rounds.
        const migration = chance.happens(0.5)
          ? crashMigration(scene).catch((error: unknown) => fail(`a migration: ${String(error)}`))
          : undefined;
        for (
          let at = 0;
          at < roundsOfDatabase && !isEnough() && failures.length === before;
          at += 1
        ) {
          round += 1;
          crew.armed = true;
          await crew.muster();
          const chosen = Array.from({ length: chance.whole(1, 3) }, () =>
            chance.weigh(disturbances[on]),
          );
          await Promise.all([
            load(chance.whole(15, 40)),
            ...chosen.map((disturb) => disturb(scene)),
          ]);
          crew.armed = chance.happens(0.3);
          await resolveAll();
          await doJobs();
          const tables = await readTables(control.db);
          for (const failure of [
            ...invariantFailures(tables),
            ...historyFailures(tables, history.commands),
          ]) {
            fail(failure);
          }
          for (const company of new Set(history.commands.map((one) => one.company.id))) {
            for (const drift of await control.ennead.verify(company)) {
              if (drift.missing + drift.extra > 0) fail(`derived: ${JSON.stringify(drift)}`);
            }
          }
          if (on === "file" && chance.happens(0.5)) await cutLog(scene);
        }
        await migration;
        const { commands } = history;
        const states = (state: Command["state"]): number =>
          commands.filter((one) => one.state === state).length;
        figures.commands += commands.length;
        figures.acknowledged += states("done");
        figures.refused += states("refused");
        figures.unknown += states("unknown");
        const { rows } = await control.db.execute("select count(*) from audit_event");
        figures.events += Number(rows[0]?.[0]);
      } finally {
        await control.close();
      }
    } finally {
      await crew.close();
      await place.close();
    }
  };

  try {
    while (!isEnough()) {
      await epoch();
      log(`${on}: ${total} faults in ${round} rounds, ${failures.length} failures`);
    }
  } finally {
    await crew.close();
  }
  figures.rounds = round;
  return { faults: counted, figures, failures };
};
