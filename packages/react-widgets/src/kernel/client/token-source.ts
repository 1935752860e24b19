import { tokenUnavailable } from "../problem.ts";
import { claimsOf } from "../token.ts";
import { awake } from "./pause.ts";

/**
 * Gives the bearer token, or undefined when a session cookie signs the request. `refresh` asks for a new one: the last
 * was refused, or is about to expire. `signal` aborts when the client no longer waits.
 */
export type GetToken = (options: {
  readonly refresh: boolean;
  readonly signal: AbortSignal;
}) => string | undefined | Promise<string | undefined>;

/** A token as it was handed out; two leases of one token are two answers of `getToken`. */
export interface Lease {
  readonly token: string | undefined;
}

export interface TokenSource {
  /** The token to sign with now. */
  readonly take: () => Promise<Lease>;
  /** The successor of a lease that the server refused: one for all requests that were refused with it. */
  readonly replace: (refused: Lease) => Promise<Lease>;
}

interface TokenSourceOptions {
  readonly getToken: GetToken;
  /** Milliseconds that `getToken` may take. */
  readonly timeout: number;
  /** The server's time in epoch milliseconds, as far as it is known. */
  readonly serverNow: () => number | undefined;
}

/** How long before its end a token is renewed: a fifth of its life, at most a minute. */
const marginOf = (issued: number | undefined, expires: number): number =>
  Math.min(60_000, issued === undefined ? 30_000 : Math.max(0, expires - issued) / 5);

/**
 * One token for all widgets of a provider, and never more than one call of `getToken` waiting. Whether a token has
 * expired is the server's to say, by a 401; its clock, once learnt, only serves to ask for the next one ahead of that.
 */
export const createTokenSource = (options: TokenSourceOptions): TokenSource => {
  const { getToken, timeout, serverNow } = options;
  let held: Lease | undefined;
  let refused: Lease | undefined;
  // Renewed ahead of its end once; when that brings nothing better, the server decides.
  let aged: Lease | undefined;
  let running: Promise<Lease> | undefined;

  const ask = async (refresh: boolean): Promise<Lease> => {
    const host = new AbortController();
    const timer = new AbortController();
    const late = async (): Promise<never> => {
      await awake(timeout, timer.signal);
      throw new Error(`getToken gave no token within ${timeout / 1000} s.`);
    };
    const asked = async () => getToken({ refresh, signal: host.signal });
    try {
      return { token: await Promise.race([asked(), late()]) };
    } catch (error) {
      host.abort(error);
      throw tokenUnavailable(error);
    } finally {
      timer.abort();
    }
  };
  const load = (refresh: boolean): Promise<Lease> => {
    running ??= ask(refresh)
      .then((lease) => {
        if (lease.token === held?.token && aged === held) aged = lease;
        held = lease;
        return lease;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  /** What is left of a token in milliseconds of the server's time, and when it is time for the next one. */
  const ageOf = ({ token }: Lease): "fresh" | "aging" | "expired" => {
    const now = serverNow();
    const { exp, iat } = claimsOf(token);
    if (now === undefined || exp === undefined) return "fresh";
    if (now >= exp) return "expired";
    return now >= exp - marginOf(iat, exp) ? "aging" : "fresh";
  };

  return {
    take: async () => {
      const lease = held;
      if (lease === undefined || lease === refused) return load(lease !== undefined);
      const age = aged === lease ? "fresh" : ageOf(lease);
      if (age === "fresh") return lease;
      aged = lease;
      // When the next one cannot be had, the old one may still do: the clocks may be wrong.
      const next = load(true).catch(() => lease);
      return age === "expired" ? next : lease;
    },
    replace: async (lease) => {
      if (held !== undefined && held !== lease) return held;
      refused = lease;
      return load(true);
    },
  };
};
