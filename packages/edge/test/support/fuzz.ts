import type { Route } from "../../src/kernel/index.ts";
import type { DatabaseKind } from "./databases.ts";
import { ask, type Answered } from "./fuzz-ask.ts";
import { freshPath, namesOurs } from "./fuzz-ids.ts";
import { wrongs } from "./fuzz-judge.ts";
import { chanceOf } from "./fuzz-random.ts";
import { keep, requestMaker, type Fuzzed, type Pools } from "./fuzz-requests.ts";
import { openFuzzWorld, type FuzzWorld } from "./fuzz-world.ts";

export interface FuzzOptions {
  readonly on: DatabaseKind;
  readonly requests: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

export interface FuzzFound {
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/** After so many requests a fresh world: people, sets and lists have become what no company has. */
const requestsOfWorld = 4_000;

/** How often what is hidden is made again, and things are made for the routes to name. */
const refreshEvery = 400;

const mostFailures = 25;

/** Each route must have answered well at least once, and refused for at least so many reasons. */
const fewestRefusals = 3;

/** Requests of a route before it is asked how it answered. */
const enough = 60;

/** What the routes of a world have answered so far. */
interface Coverage {
  good: number;
  readonly refused: Set<string>;
}

/** Takes out of an answer what later requests may name. */
const learn = (
  pools: Pools,
  { route, asked }: Fuzzed,
  { status, json, headers }: Answered,
): void => {
  if (status >= 300) return;
  keep(pools.tags, headers.get("etag"));
  const told = json as { id?: unknown; next?: unknown; items?: unknown } | undefined;
  if (typeof told !== "object" || told === null) return;
  keep(pools.cursors, told.next);
  const collection = asked.path.split("?")[0] ?? "";
  const pool = pools.ids.get(route.path) ?? [];
  if (!namesOurs(route.path) && collection !== "") {
    if (route.method === "POST") keep(pool, told.id);
    if (pool.length > 0) pools.ids.set(route.path, pool);
  }
};

/** Makes something for each route to name, so that none of them only ever hears of what is not there. */
const provide = async ({ edge, routes }: FuzzWorld, pools: Pools): Promise<void> => {
  for (const route of routes) {
    if (!namesOurs(route.path)) continue;
    const path = (await freshPath(edge, "mate", route)).split("/");
    for (const [at, part] of route.path.split("/").entries()) {
      const place = route.path.split("/").slice(0, at).join("/");
      if (!part.startsWith("{") || !namesOurs(`${place}/${part}`)) continue;
      const pool = pools.ids.get(place) ?? [];
      keep(pool, decodeURIComponent(path[at] ?? ""));
      pools.ids.set(place, pool);
    }
  }
};

const shown = ({ route, as, kind, asked }: Fuzzed, { status, text }: Answered): string =>
  `${route.id} as ${as}, ${kind}: ${asked.method} ${asked.path.slice(0, 300)} ` +
  `${JSON.stringify({ ...asked.headers, authorization: undefined })} ${String(asked.body).slice(0, 600)} ` +
  `was answered ${status} ${text.slice(0, 400)}`;

/**
 * Sends random requests to every route, one after the other, and judges every answer. The requests come from the
 * schemas of the routes, so that a new route is asked without a word about it.
 */
export const fuzz = async ({ on, requests, seed, log }: FuzzOptions): Promise<FuzzFound> => {
  const chance = chanceOf(seed);
  const coverage = new Map<string, Coverage>();
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  const found = new Set<string>();
  let [sent, changes, elapsed] = [0, 0, 0];

  const isOver = (): boolean => sent >= requests || failures.length >= mostFailures;

  const note = ({ route, asked }: Fuzzed, { status, json }: Answered): void => {
    const group = `${Math.floor(status / 100)}xx`;
    statuses[group] = (statuses[group] ?? 0) + 1;
    if (asked.method !== route.method) return;
    const covered = coverage.get(route.id) ?? { good: 0, refused: new Set<string>() };
    coverage.set(route.id, covered);
    if (status < 300) covered.good += 1;
    const { code } = (json ?? {}) as { readonly code?: unknown };
    if (status >= 400 && status < 500 && typeof code === "string") covered.refused.add(code);
  };

  const world = async (): Promise<void> => {
    const here = await openFuzzWorld(on);
    try {
      const pools: Pools = { ids: new Map(), cursors: [], tags: [], keys: [] };
      const make = requestMaker(here, pools, chance);
      let before = await here.changes();
      const began = performance.now();
      for (let at = 0; at < requestsOfWorld && !isOver(); at += 1) {
        if (at % refreshEvery === 0) {
          await provide(here, pools);
          await here.hide();
          before = await here.changes();
        }
        const route = here.routes[at % here.routes.length] as Route;
        const fuzzed = await make(route);
        const answer = await ask(here.edge, fuzzed.asked);
        const after = await here.changes();
        sent += 1;
        if (after !== before) changes += 1;
        const wrong = [
          ...wrongs(fuzzed, answer, after !== before, here.hidden(fuzzed.as)),
          ...here.logged.splice(0),
        ];
        before = after;
        // Each kind of fault of a route is told once.
        const kinds = wrong.filter((one) => !found.has(`${route.id} ${one.slice(0, 80)}`));
        for (const one of kinds) found.add(`${route.id} ${one.slice(0, 80)}`);
        if (kinds.length > 0) {
          failures.push(`${on}, seed ${seed}: ${kinds.join("; ")}: ${shown(fuzzed, answer)}`);
          log(failures.at(-1) ?? "");
        }
        note(fuzzed, answer);
        learn(pools, fuzzed, answer);
      }
      elapsed += performance.now() - began;
    } finally {
      await here.close();
    }
    log(`${on}: ${sent} requests, ${failures.length} failures`);
  };

  while (!isOver()) await world();
  const isLong = sent >= coverage.size * enough;
  for (const [id, { good, refused }] of isLong ? coverage : []) {
    if (good === 0) failures.push(`${on}, seed ${seed}: ${id} never answered well`);
    if (refused.size < fewestRefusals) {
      failures.push(`${on}, seed ${seed}: ${id} refused only for ${[...refused].join(", ")}`);
    }
  }
  return {
    figures: {
      requests: sent,
      routes: coverage.size,
      ...statuses,
      "requests that changed something": changes,
      "fewest good answers of a route": Math.min(...[...coverage.values()].map((one) => one.good)),
      "fewest kinds of refusal of a route": Math.min(
        ...[...coverage.values()].map((one) => one.refused.size),
      ),
      "requests a second": Math.round(sent / (elapsed / 1000)),
    },
    failures,
  };
};
