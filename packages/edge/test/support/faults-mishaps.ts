import { createClient } from "@libsql/client";

import type { DatabaseKind } from "./databases.ts";
import { invariantFailures, readTables } from "./faults-check.ts";
import type { Crew } from "./faults-crew.ts";
import {
  cutCopy,
  openControl,
  openDrillPlace,
  type Control,
  type DrillPlace,
} from "./faults-place.ts";
import { mishaps } from "./faults-proxy.ts";
import { provisionDrill } from "./faults-world.ts";
import type { Chance } from "./fuzz-random.ts";

/** What the faults of a round have in hand. */
export interface Scene {
  readonly on: DatabaseKind;
  readonly place: DrillPlace;
  readonly control: Control;
  readonly crew: Crew;
  readonly chance: Chance;
  /** Counts a fault that took place. */
  readonly count: (fault: string) => void;
  readonly fail: (failure: string) => void;
}

/** A kind of fault: done beside the load of a round, to its end. */
export type Disturb = (scene: Scene) => Promise<void>;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const killOne: Disturb = async ({ crew, chance, count }) => {
  await pause(chance.whole(0, 120));
  const here = crew.workers();
  if (here.length === 0) return;
  await chance.pick(here).kill();
  count("a process killed at a random time");
};

/** Somebody else holds the write lock. Now and then for longer than any command waits. */
const lock: Disturb = async ({ place, chance, count, on }) => {
  await pause(chance.whole(0, 60));
  const { url, authToken } = place.direct;
  const other = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  try {
    const held = await other.transaction("write");
    await pause(chance.happens(0.03) && on === "file" ? 6_000 : chance.whole(20, 700));
    await held.rollback();
    held.close();
    count("the write lock held by another process");
  } catch {
    // A writer of ours had it all the time, or the server was killed under the lock.
  } finally {
    other.close();
  }
};

const full: Disturb = async ({ control, crew, chance, count }) => {
  const { rows } = await control.db.execute("pragma page_count");
  const pages = Number(rows[0]?.[0]) + chance.whole(0, 3);
  const [worker] = crew.workers();
  const told = await worker?.call("pragma", `max_page_count = ${pages}`);
  await pause(chance.whole(60, 250));
  if (told?.kind === "told") count("a database without room");
  await worker?.call("pragma", "max_page_count = 1073741823");
};

const jump: Disturb = async ({ crew, chance, count }) => {
  await pause(chance.whole(0, 60));
  const here = crew.workers();
  if (here.length === 0) return;
  await chance.pick(here).call("clock", chance.pick([-1, 1]) * 3_600_000);
  count("a clock moved by an hour");
};

/** Many requests to the server go wrong at once. */
const storm: Disturb = async ({ place, chance, count }) => {
  const { proxy } = place;
  if (proxy === undefined) return;
  const share = chance.pick([0.1, 0.2, 0.35]);
  const some = chance.happens(0.5) ? [chance.pick(mishaps)] : mishaps;
  let left = chance.whole(3, 8);
  proxy.meet = (writes, keyed) => {
    if (left === 0 || !chance.happens(writes ? share * 2 : share)) return null;
    const mishap = chance.pick(some);
    // Without a key nobody can tell a first try that comes late from one that never comes.
    if (mishap === "late" && !(writes && keyed)) return null;
    left -= 1;
    count(`server: ${mishap}`);
    return mishap;
  };
  await pause(chance.whole(300, 900));
  proxy.meet = () => null;
};

const killServer: Disturb = async ({ place, chance, count }) => {
  await pause(chance.whole(0, 150));
  await place.server?.restart();
  count("the server killed and started again");
};

/** Cuts the end off the log of a copy: what is left is a beginning of what was there, whole in itself. */
export const cutLog: Disturb = async ({ place, control, chance, count, fail }) => {
  const tail = chance.happens(0.7) ? chance.whole(1, 60_000) : undefined;
  const cut = cutCopy(place.options, (bytes) =>
    tail === undefined ? chance.whole(0, bytes) : Math.max(bytes - tail, 0),
  );
  if (cut === null) return;
  try {
    const whole = await control.db.execute("select id, company_id, seq from audit_event");
    const copy = await openControl(cut.direct);
    try {
      await copy.ennead.migrate();
      await copy.db.execute("select 1");
      const checked = await copy.db.execute("pragma integrity_check");
      if (checked.rows[0]?.[0] !== "ok") fail(`a cut log: ${String(checked.rows[0]?.[0])}`);
      const { rows: tables } = await copy.db.execute(
        "select 1 from sqlite_master where name = 'drill_effect'",
      );
      if (tables.length > 0) {
        for (const failure of invariantFailures(await readTables(copy.db))) {
          fail(`a cut log: ${failure}`);
        }
      }
      const left = await copy.db.execute("select id, company_id, seq from audit_event");
      const known = new Map(whole.rows.map((row) => [row["id"], row["seq"]]));
      if (left.rows.some((row) => known.get(row["id"]) !== row["seq"])) {
        fail("a cut log holds what never was");
      }
      const { ready, reason } = await copy.ennead.health();
      if (!ready) fail(`a cut log is not ready: ${reason}`);
      count("the end of the log cut off");
    } finally {
      await copy.close();
    }
  } finally {
    await cut.close();
  }
};

/** Ends a process in the midst of making the schema; two at once go on, and nothing is missing. */
export const crashMigration: Disturb = async ({ on, crew, chance, count, fail }) => {
  const place = await openDrillPlace(on);
  try {
    const point = chance.happens(0.5)
      ? `mid:migrate#${chance.whole(1, 2)}`
      : `before:write#${chance.whole(1, 4)}`;
    const first = crew.recruit(point);
    const told = await first.call("open", { ...place.options, outside: place.outside });
    if (told.kind === "died") count("a process killed in a migration");
    const others = [crew.recruit(undefined), crew.recruit(undefined)];
    const opened = await Promise.all(
      others.map((one) => one.call("open", { ...place.options, outside: place.outside })),
    );
    for (const one of opened) {
      if (one.kind !== "told")
        fail(`after ${point}: ${one.kind === "failed" ? one.error : "died"}`);
    }
    await Promise.all([first, ...others].map((one) => one.kill()));
    const control = await openControl(place.direct);
    try {
      const { ready, reason } = await control.ennead.health();
      if (!ready) fail(`after ${point}: ${reason}`);
      else await provisionDrill(control.ennead);
    } finally {
      await control.close();
    }
  } finally {
    await place.close();
  }
};

/** What disturbs the load of a round, by weight. */
export const disturbances: Readonly<Record<DatabaseKind, readonly (readonly [number, Disturb])[]>> =
  {
    file: [
      [5, killOne],
      [3, lock],
      [2, full],
      [2, jump],
    ],
    sqld: [
      [3, killOne],
      [1, lock],
      [1, jump],
      [7, storm],
      [2, killServer],
    ],
  };
