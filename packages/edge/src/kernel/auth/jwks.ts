import {
  emptyKeyCache,
  importKeySet,
  keyIdOf,
  nextKeys,
  type JwtAlgorithm,
  type KeyEvent,
  type KeySet,
} from "@ennead/core/access";
import { ok } from "@ennead/core/kernel";

import type { Strategy } from "./auth.ts";
import { bearer, configOf, type TokenRules } from "./jwt.ts";
import { isLoopback } from "./loopback.ts";

/** How tokens are checked whose issuer publishes his keys as a JSON web key set. */
export interface JwksOptions extends TokenRules {
  /** Where the key set is: https, or http on this machine. Redirects are not followed. */
  readonly url: string;
  /** `iss` must equal it. */
  readonly issuer: string;
  /** `aud` must equal or contain it. */
  readonly audience: string;
  /** What the issuer signs with, and nothing else is accepted; no HS algorithm: a key set is public. */
  readonly algorithms: readonly Exclude<JwtAlgorithm, `HS${string}`>[];
  /** Seconds from one fetch to the next that an unknown kid or an outage may cause; 30 unless given. */
  readonly cooldownSec?: number;
  /** Age in seconds from which keys are fetched again before use; 600 unless given. */
  readonly cacheSec?: number;
  /** Milliseconds after which a fetch is given up; 5000 unless given. */
  readonly timeoutMs?: number;
  /** Size of a key set at most, in bytes; 256 KiB unless given. */
  readonly maxBytes?: number;
  /** Fetches the key set; the runtime's own `fetch` unless given. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Seconds of a clock that never goes back, for the age of keys; the runtime's own unless given. */
  readonly monotonic?: () => number;
  /** Told why a fetch brought no keys, for the host's log. */
  readonly onFailure?: (reason: string) => void;
}

const asymmetric = /^(?:[RPE]S(?:256|384|512)|EdDSA)$/;

const checkOptions = ({ algorithms, cacheSec = 600, cooldownSec = 30, url }: JwksOptions): void => {
  const { hostname, password, protocol, username } = new URL(url);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname))) {
    throw new Error("A key set is fetched by https; http is for this machine alone.");
  }
  if (username !== "" || password !== "") {
    throw new Error("The address of a key set holds no credentials.");
  }
  if (algorithms.length === 0 || !algorithms.every((name) => asymmetric.test(name))) {
    throw new Error("Name the algorithms of the issuer: RS, PS, ES of 256 to 512, or EdDSA.");
  }
  if (!(cooldownSec >= 1) || !(cacheSec >= cooldownSec)) {
    throw new Error("Keys are kept for at least the cool-down, and that is at least a second.");
  }
};

const readAtMost = async (response: Response, most: number): Promise<string> => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, size] = ["", 0];
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) throw new Error(`the answer has more than ${most} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

const fetchKeySet = async (options: JwksOptions, signal: AbortSignal): Promise<KeySet> => {
  const ask = options.fetch ?? ((url, init) => fetch(url, init));
  const response = await ask(options.url, {
    headers: { accept: "application/jwk-set+json, application/json" },
    redirect: "manual",
    signal,
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the answer has the status ${response.status}`);
  }
  const value: unknown = JSON.parse(await readAtMost(response, options.maxBytes ?? 262_144));
  const keys = await importKeySet(value, options.algorithms, crypto.subtle);
  if (keys === null) throw new Error("the answer is no key set");
  return keys;
};

/** Ends with the time limit, even where the given `fetch` pays no heed to its signal. */
const withinTime = async (options: JwksOptions): Promise<KeySet> => {
  const limit = options.timeoutMs ?? 5000;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const reason = new Error(`there was no answer within ${limit} ms`);
      reject(reason);
      controller.abort(reason);
    }, limit);
  });
  try {
    return await Promise.race([fetchKeySet(options, controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The keys to try for a kid: kept, or fetched as `nextKeys` allows; all who need the same fetch share it. */
const keySource = (options: JwksOptions): ((kid: string) => Promise<KeySet | null>) => {
  const { cacheSec = 600, cooldownSec = 30, onFailure } = options;
  const moment = options.monotonic ?? (() => performance.now() / 1000);
  let state = emptyKeyCache({ cacheSec, cooldownSec });
  let running = Promise.resolve();

  const refresh = async (): Promise<void> => {
    let keys: KeySet | null = null;
    let reason: string | undefined;
    try {
      keys = await withinTime(options);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    const at = moment();
    const event: KeyEvent = keys === null ? { kind: "failed", at } : { kind: "fetched", at, keys };
    ({ state } = nextKeys(state, event));
    if (reason !== undefined) onFailure?.(reason);
  };

  return async (kid) => {
    const step = nextKeys(state, { kind: "asked", at: moment(), kid });
    ({ state } = step);
    if (step.action === "fetch") running = refresh();
    if (step.action !== "use") await running;
    return state.keys;
  };
};

/**
 * Bearer tokens of an identity provider: `{iss, aud, sub, company, iat, exp}`, signed with a key that he publishes at
 * `url`. Keys are kept: an unknown kid causes one fetch per cool-down, and while the provider is down the old keys
 * serve. Without any keys the answer is 503 `access/keys-unavailable`.
 *
 * @example
 * ```ts
 * const auth = [
 *   jwksBearer({
 *     url: "https://id.example/.well-known/jwks.json",
 *     issuer: "https://id.example",
 *     audience: "ennead",
 *     algorithms: ["RS256"],
 *   }),
 * ];
 * ```
 */
export const jwksBearer = (options: JwksOptions): Strategy => {
  checkOptions(options);
  const config = configOf(options, options.algorithms);
  const keysOf = keySource(options);
  return bearer(config, async (token) => {
    const kid = keyIdOf(config, token);
    return kid.ok ? ok(await keysOf(kid.value)) : kid;
  });
};
