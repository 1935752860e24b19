import { openLibsql } from "@ennead/edge";

import type { DatabaseKind } from "./databases.ts";
import {
  deliveryFailures,
  historyFailures,
  invariantFailures,
  readTables,
} from "./faults-check.ts";
import { makeCrew } from "./faults-crew.ts";
import { makeHistory, type Command, type History } from "./faults-history.ts";
import { makeLoad } from "./faults-load.ts";
import { crashMigration, cutLog, disturbances, type Scene } from "./faults-mishaps.ts";
import { openControl, openDrillPlace } from "./faults-place.ts";
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
    log(failures.at(-1) ?? "");
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

  const epoch = async (): Promise<void> => {
    const before = failures.length;
    const place = await openDrillPlace(on);
    try {
      const database = await openLibsql(place.direct);
      await drillEdge(database, () => {}, {}).migrate();
      const { slice } = database;
      await database.close();
      const control = await openControl(place.direct);
      try {
        await makeEffects(control.db);
        figures.databases += 1;
        history = makeHistory(
          `${seed % 100_000}.${figures.databases}`,
          slice,
          chance,
          await provisionDrill(control.ennead),
        );
        const load = makeLoad(history, crew, chance, fail);
        crew.armed = true;
        await crew.board(place);
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
          const chosen = Array.from({ length: chance.whole(1, 4) }, () =>
            chance.weigh(disturbances[on]),
          );
          await Promise.all([
            load.run(chance.whole(15, 40)),
            ...chosen.map((disturb) => disturb(scene)),
          ]);
          crew.armed = chance.happens(0.3);
          await load.resolveAll();
          await load.doJobs();
          const tables = await readTables(control.db);
          for (const failure of [
            ...invariantFailures(tables),
            ...historyFailures(tables, history.commands),
            ...deliveryFailures(tables, place.outside),
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
        figures.repeated += load.repeated();
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
