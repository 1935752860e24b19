import { isDeepStrictEqual } from "node:util";

import {
  emptyKeyCache,
  importKeySet,
  importSecret,
  keyIdOf,
  nextKeys,
  verifyJwt,
  type Claims,
  type JwtConfig,
  type KeyCache,
  type KeySet,
  type TokenKeys,
} from "@ennead/core/access";
import type { Result } from "@ennead/core/kernel";

import { statusOf } from "../packages/edge/src/kernel/http/problem.ts";
import { runFolder, type Trial } from "./support/run-folder.ts";

interface Config extends JwtConfig {
  readonly now: number;
  readonly jwks?: unknown;
  readonly hmacSecret?: string;
}

interface Expected {
  readonly accepted: boolean;
  readonly status?: number;
  readonly code?: string;
  readonly claims?: unknown;
}

interface TokenCase {
  readonly id: string;
  readonly config: string;
  readonly pathTenant?: string;
  readonly token: string;
  readonly expect: Expected;
}

interface CacheCase {
  readonly id: string;
  readonly config: Config & { readonly jwksCooldownSec: number; readonly jwksCacheSec: number };
  readonly timeline: readonly { readonly from: number; readonly keys?: unknown }[];
  readonly requests: readonly {
    readonly at: number;
    readonly token: string;
    readonly expect: Expected;
  }[];
  readonly maxFetches: number;
}

type Suite =
  | {
      readonly kind: "tokens";
      readonly configs: Readonly<Record<string, Config>>;
      readonly cases: readonly TokenCase[];
    }
  | { readonly kind: "jwks"; readonly cases: readonly CacheCase[] };

const { subtle } = crypto;

/** How an answer differs from what is expected; undefined when it does not. */
const difference = (found: Result<Claims>, expected: Expected): string | undefined => {
  const answer = found.ok
    ? { accepted: true, status: 200, claims: found.value }
    : { accepted: false, status: statusOf(found.error.code), code: found.error.code };
  const wrong = Object.entries(expected).filter(
    ([name, value]) => !isDeepStrictEqual((answer as Record<string, unknown>)[name], value),
  );
  return wrong.length === 0
    ? undefined
    : `answered ${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`;
};

const keysOf = ({ algorithms, hmacSecret, jwks }: Config): Promise<TokenKeys> =>
  hmacSecret === undefined
    ? importKeySet(jwks, algorithms, subtle)
    : importSecret(Buffer.from(hmacSecret, "base64url"), algorithms, subtle);

const checkToken = async (
  configs: Readonly<Record<string, Config>>,
  one: TokenCase,
): Promise<string | undefined> => {
  const config = configs[one.config];
  if (config === undefined) return `unknown config ${one.config}`;
  const rules = one.pathTenant === undefined ? config : { ...config, tenant: one.pathTenant };
  const keys = await keysOf(config);
  return difference(await verifyJwt(rules, keys, one.token, config.now, subtle), one.expect);
};

/** The keys for one token at one moment, and the cache afterwards; `fetch` stands for the issuer. */
const ask = async (
  cache: KeyCache,
  at: number,
  kid: string,
  fetch: () => Promise<KeySet | null>,
): Promise<KeyCache> => {
  const { state, action } = nextKeys(cache, { kind: "asked", at, kid });
  if (action === "use") return state;
  return nextKeys(state, { kind: "fetched", at, keys: await fetch() }).state;
};

const checkCache = async (one: CacheCase): Promise<string | undefined> => {
  const { config, timeline } = one;
  let cache = emptyKeyCache({
    cooldownSec: config.jwksCooldownSec,
    cacheSec: config.jwksCacheSec,
  });
  let fetches = 0;
  for (const [index, { at, token, expect }] of one.requests.entries()) {
    const kid = keyIdOf(config, token);
    if (kid.ok) {
      cache = await ask(cache, at, kid.value, () => {
        fetches += 1;
        const answer = timeline.findLast(({ from }) => from <= at)?.keys;
        return importKeySet(answer, config.algorithms, subtle);
      });
    }
    const found = await verifyJwt(config, cache.keys, token, config.now, subtle);
    const why = difference(found, expect);
    if (why !== undefined) return `request ${index} at ${at}: ${why}`;
  }
  return fetches <= one.maxFetches
    ? undefined
    : `${fetches} fetches instead of at most ${one.maxFetches}`;
};

const trialsOf = (file: unknown): readonly Trial[] => {
  const suite = file as Suite;
  const { kind } = suite;
  switch (suite.kind) {
    case "tokens":
      return suite.cases.map((one) => ({
        kind,
        id: one.id,
        failure: () => checkToken(suite.configs, one),
      }));
    case "jwks":
      return suite.cases.map((one) => ({ kind, id: one.id, failure: () => checkCache(one) }));
    default:
      return suite satisfies never;
  }
};

/** Runs every case of every JSON file in the folder; true when all pass. */
export const run = (dir: string): Promise<boolean> => runFolder("jwt", dir, trialsOf);
