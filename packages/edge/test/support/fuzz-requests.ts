import type { Route } from "../../src/kernel/index.ts";
import type { Asked } from "./fuzz-ask.ts";
import { goodSpec, namedValues, namesOurs } from "./fuzz-ids.ts";
import type { Chance } from "./fuzz-random.ts";
import { boundary, fitting, type Named, type Shape } from "./fuzz-schema.ts";
import { hostile, huge, mutated, texts } from "./fuzz-values.ts";
import type { Asker, FuzzWorld } from "./fuzz-world.ts";

/** A request, who sends it, and what was done to it. */
export interface Fuzzed {
  readonly route: Route;
  readonly as: Asker;
  readonly kind: string;
  readonly asked: Asked;
}

/** What is known of a world from its answers, to be asked for again. */
export interface Pools {
  /** Ids by the path of their collection. */
  readonly ids: Map<string, string[]>;
  readonly cursors: string[];
  readonly tags: string[];
  readonly keys: string[];
}

const kinds = [
  [40, "valid"],
  [8, "boundary"],
  [12, "wrong value"],
  [4, "hostile text"],
  [0.4, "huge"],
  [5, "bad body"],
  [12, "headers"],
  [8, "names"],
  [8, "query"],
  [6, "credential"],
  [1.5, "method"],
] as const;

const kept = 40;

/** Adds to a pool that forgets its oldest. */
export const keep = (pool: string[], value: unknown): void => {
  if (typeof value !== "string" || value === "") return;
  pool.push(value);
  if (pool.length > kept) pool.shift();
};

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Makes requests to the routes of a world: good ones, and ones that are wrong in one way each. */
export const requestMaker = (
  world: FuzzWorld,
  pools: Pools,
  chance: Chance,
): ((route: Route) => Promise<Fuzzed>) => {
  const { edge } = world;
  let n = 0;
  const all = (): readonly string[] => [...pools.ids.values()].flat();
  const one = (collection: string, otherwise: string): string => {
    const known = pools.ids.get(collection) ?? [];
    return known.length === 0 ? otherwise : chance.pick(known);
  };
  const usual = namedValues((kind) =>
    kind === "user" ? edge.users.rep : one("/api/access/permission-sets", ""),
  );

  const fields = (): unknown => ({
    subject: `Fuzz ${n}`,
    ...(chance.happens(0.2) ? { code: `c${n}` } : {}),
    ...(chance.happens(0.2) ? { cost: { amount: "1.50", currency: "EUR" } } : {}),
    ...(chance.happens(0.03)
      ? { cost: { amount: chance.pick(texts), currency: chance.pick(["EUR", ...texts]) } }
      : {}),
    ...(chance.happens(0.2) ? { hours: chance.pick(["1.5", "-0.01", "0"]) } : {}),
    ...(chance.happens(0.1) ? { day: "2026-01-31", begins: "2026-01-31T09:30:00Z" } : {}),
    ...(chance.happens(0.1) ? { mood: chance.pick(["good", "bad", null]), paid: true } : {}),
    ...(chance.happens(0.03) ? { [chance.pick(texts)]: hostile(chance, all()) } : {}),
  });
  const spec = (): unknown => ({
    ...goodSpec,
    ...(chance.happens(0.3) ? { filter: ["=", "mood", "good"] } : {}),
    ...(chance.happens(0.2) ? { rows: [{ name: "day", field: "day" }] } : {}),
  });
  const named: Named = (name, shape) => {
    switch (name) {
      case "fields":
        return shape.type === "custom" ? { value: fields() } : usual(name, shape);
      case "spec":
        return { value: spec() };
      case "email":
        return { value: `f${n}@b.example` };
      case "externalId":
        return { value: `f-${n % 50}` };
      case "name":
        return { value: `Fuzz ${n}` };
      case "limit":
        return { value: String(chance.whole(1, 20)) };
      case "cursor":
        return pools.cursors.length === 0 ? null : { value: chance.pick(pools.cursors) };
      case "sort":
        return { value: chance.pick(["name", "-name", "id", "subject", "-subject,id"]) };
      case "filter":
        return { value: chance.pick(['["=","subject","Fuzz"]', '["contains","name","Fuzz"]']) };
      default:
        return usual(name, shape);
    }
  };

  const path = (route: Route, isWrong: boolean): string => {
    const parts = route.path.split("/");
    return parts
      .map((part, at) => {
        if (!part.startsWith("{")) return part;
        const place = parts.slice(0, at + 1).join("/");
        if (!namesOurs(place))
          return isWrong && chance.happens(0.3) ? encoded(chance.pick(texts)) : "visit";
        const known = one(parts.slice(0, at).join("/"), chance.pick(all()) ?? "none");
        if (!isWrong) return known;
        return chance.happens(0.5) ? (chance.pick(all()) ?? "none") : encoded(chance.pick(texts));
      })
      .join("/");
  };

  const query = (route: Route, isWrong: boolean): string => {
    const entries = (route.query as unknown as Shape | undefined)?.entries ?? {};
    const pairs = Object.entries(entries).flatMap(([name, shape]) => {
      const isNeeded = !/optional|nullish/.test(shape.type);
      // A cursor belongs to the sort and filter it came from.
      if (!isNeeded && !chance.happens(name === "limit" ? 0.5 : 0.12)) return [];
      const value =
        isWrong && chance.happens(0.5) ? chance.pick(texts) : fitting(shape, chance, named, name);
      return [`${encoded(name)}=${encoded(String(value))}`];
    });
    if (isWrong) {
      const name = chance.pick([...Object.keys(entries), ...texts]);
      pairs.push(`${encoded(name)}=${encoded(chance.pick(texts))}`);
      if (chance.happens(0.2)) pairs.push(...pairs);
      if (chance.happens(0.1)) pairs.push("%ff=%fe", "=", "&&");
    }
    return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  };

  const body = (route: Route, kind: string): BodyInit | undefined => {
    if (kind === "bad body") {
      return chance.pick<BodyInit>([
        "",
        "{",
        "nul",
        "[1,]",
        "\uFEFF{}",
        "1e400",
        '{"a":1}{"a":2}',
        new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
        new Uint8Array([0x7b, 0x22, 0xe4, 0x22, 0x3a, 0x31, 0x7d]),
        new Uint8Array([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3]),
        "\u0000".repeat(10),
        "[".repeat(200_000),
        '{"a":'.repeat(50_000),
      ]);
    }
    const change = (value: unknown): unknown => {
      switch (kind) {
        case "boundary":
          return mutated(value, chance, () =>
            boundary((route.body ?? {}) as unknown as Shape, chance),
          );
        case "wrong value":
          return mutated(value, chance, () => hostile(chance, all()));
        case "hostile text":
          return mutated(value, chance, () => chance.pick(texts));
        case "huge":
          return mutated(value, chance, () => huge(chance));
        default:
          return value;
      }
    };
    if (route.limits === "bulk") {
      return Array.from({ length: chance.whole(0, 5) }, () =>
        JSON.stringify(change({ externalId: `f-${chance.whole(0, 30)}`, fields: fields() })),
      ).join(chance.pick(["\n", "\r\n"]));
    }
    if (route.body === undefined) return chance.happens(0.9) ? undefined : "{}";
    const shape = route.body as unknown as Shape;
    const value = fitting(shape, chance, named);
    const entries = Object.entries(shape.entries ?? {});
    const [key, member] = kind === "boundary" && entries.length > 0 ? chance.pick(entries) : [];
    const bounded =
      key === undefined || member === undefined
        ? change(value)
        : { ...(value as object), [key]: boundary(member, chance) };
    return JSON.stringify(bounded);
  };

  const strange = (): Record<string, string> =>
    chance.pick<() => Record<string, string>>([
      () => ({
        "content-type": chance.pick(["text/plain", "*", "application/json; charset=x", "a/b"]),
      }),
      () => ({ "content-encoding": chance.pick(["gzip", "br", "identity", "x"]) }),
      () => ({ "idempotency-key": chance.pick(["", "a b", "a#1", "x".repeat(201), "ä"]) }),
      () => ({ "idempotency-key": chance.pick(["k1", "k2", ...pools.keys]) }),
      () => ({
        "if-match": chance.pick(['"1"', 'W/"2-1-x"', "*", "x", '"a", "1"', "", ...pools.tags]),
      }),
      () => ({ "if-none-match": chance.pick(["*", '"1"', "x", ...pools.tags]) }),
      () => ({ "accept-version": chance.pick(["2026-01-01", "2020-01-01", "x", ""]) }),
      () => ({ accept: chance.pick(["*/*", "text/html", "x"]) }),
      () => ({ "x-request-id": chance.pick(["short", "good-request-id", "a".repeat(65), "<x>"]) }),
      () => ({
        "x-forwarded-for": "1.2.3.4",
        "x-namespace": "other",
        "x-http-method-override": "DELETE",
      }),
      () => ({ origin: chance.pick(["https://evil.example", "null"]), cookie: "a=b; session=x" }),
      () => ({ "last-event-id": chance.pick(["1", "x", "-1", "9999999999999999999"]) }),
      () => ({ "content-length": chance.pick(["99999999", "-1", "x"]) }),
    ])();

  return async (route) => {
    n += 1;
    const kind = chance.weigh(kinds);
    const as: Asker =
      kind === "credential"
        ? "anonymous"
        : chance.weigh<Asker>([
            [55, "mate"],
            [20, "admin"],
            [8, "rep"],
            [6, "stranger"],
            [4, "viewer"],
            [3, "nobody"],
          ]);
    const wrongToken = chance.pick([
      "Bearer",
      "Bearer x",
      "Bearer a.b.c",
      "Basic YTpi",
      "Bearer a, Bearer b",
      "ennead x",
    ]);
    const authorization =
      as === "anonymous"
        ? chance.happens(0.4)
          ? {}
          : { authorization: wrongToken }
        : { authorization: `Bearer ${await world.token(as)}` };
    const key = `k-${n}`;
    const keyed = route.idempotency === "required" || chance.happens(0.1);
    if (keyed) keep(pools.keys, key);
    const headers: Record<string, string> = {
      ...authorization,
      "content-type": route.limits === "bulk" ? "application/x-ndjson" : "application/json",
      ...(keyed ? { "idempotency-key": key } : {}),
      ...(kind === "headers" ? strange() : {}),
    };
    // A header is bytes; what it cannot hold is never sent.
    const sendable = Object.entries(headers).map(([name, value]) => [
      name,
      value.replaceAll(/[^\t\x20-\xff]/g, "?"),
    ]);
    const asked: Asked = {
      method:
        kind === "method"
          ? chance.pick(["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "POST"])
          : route.method,
      path: path(route, kind === "names") + query(route, kind === "query"),
      headers: Object.fromEntries(sendable) as Record<string, string>,
      body: body(route, kind),
    };
    return { route, as, kind, asked };
  };
};
