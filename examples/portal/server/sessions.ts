import { err, fault, ok, type CompanyId, type Instant, type UserId } from "@ennead/core/kernel";
import type { Strategy } from "@ennead/edge";
import type { Client } from "@libsql/client";

import { companyOf, users, type SampleUser } from "../data/access.ts";

const minute = 60_000;
/** A session ends after this much silence, and at the latest after this long. */
const idle = 30 * minute;
const longest = 12 * 60 * minute;

export const cookieName = "ennead_session";

const unsafe: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const digest = async (secret: string): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))));

/** The session secret a request carries; undefined without a cookie of ours. */
const secretOf = (request: Request): string | undefined =>
  request.headers
    .get("cookie")
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);

/** Whether an unsafe request was made by a page of our own; safe ones may come from anywhere. */
export const isOwnOrigin = (request: Request): boolean => {
  if (!unsafe.has(request.method)) return true;
  const origin = request.headers.get("origin");
  return origin !== null && origin === new URL(request.url).origin;
};

/** The `Set-Cookie` line of a session; an empty secret ends it. `Secure` where the page is served by https. */
const cookieLine = (request: Request, secret: string): string =>
  [
    `${cookieName}=${secret}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${secret === "" ? 0 : longest / 1000}`,
    ...(new URL(request.url).protocol === "https:" ? ["Secure"] : []),
  ].join("; ");

export interface Sessions {
  /** Begins a session; answers the cookie and when it ends at the latest. */
  readonly begin: (
    request: Request,
    user: SampleUser,
  ) => Promise<{ readonly cookie: string; readonly expiresAt: Instant }>;
  /** Ends the request's session, if it has one; answers the cookie that forgets it. */
  readonly end: (request: Request) => Promise<string>;
  /** Whom the request's session belongs to; null without one that lasts. */
  readonly user: (request: Request) => Promise<SampleUser | null>;
  /** How the edge recognises the cookie. */
  readonly strategy: Strategy;
}

/**
 * Sessions of the demo: 32 random bytes in the cookie, their SHA-256 in the store. Whoever reads the store can sign in
 * as nobody.
 */
export const openSessions = (
  store: Client,
  clock: () => Instant,
  random: (count: number) => Uint8Array,
): Sessions => {
  const find = async (request: Request, now: Instant): Promise<SampleUser | null | undefined> => {
    const secret = secretOf(request);
    if (secret === undefined || secret === "") return undefined;
    const hash = await digest(secret);
    const { rows } = await store.execute({
      sql: "SELECT user, created_at, seen_at FROM session WHERE hash = ?",
      args: [hash],
    });
    const [row] = rows;
    if (row === undefined) return null;
    const [createdAt, seenAt] = [Number(row["created_at"]), Number(row["seen_at"])];
    if (now - seenAt > idle || now - createdAt > longest) return null;
    if (now - seenAt > minute) {
      await store.execute({
        sql: "UPDATE session SET seen_at = ? WHERE hash = ?",
        args: [now, hash],
      });
    }
    return users.find(({ key }) => key === row["user"]) ?? null;
  };

  const end: Sessions["end"] = async (request) => {
    const secret = secretOf(request);
    if (secret !== undefined) {
      await store.execute({
        sql: "DELETE FROM session WHERE hash = ?",
        args: [await digest(secret)],
      });
    }
    return cookieLine(request, "");
  };

  return {
    end,
    user: async (request) => (await find(request, clock())) ?? null,
    begin: async (request, user) => {
      await end(request);
      const now = clock();
      const secret = hex(random(32));
      await store.batch(
        [
          { sql: "DELETE FROM session WHERE created_at < ?", args: [now - longest] },
          {
            sql: "INSERT INTO session (hash, user, created_at, seen_at) VALUES (?, ?, ?, ?)",
            args: [await digest(secret), user.key, now, now],
          },
        ],
        "write",
      );
      return { cookie: cookieLine(request, secret), expiresAt: now + longest };
    },
    strategy: {
      name: "session",
      scheme: { type: "apiKey", in: "cookie", name: cookieName },
      authenticate: async (request, now) => {
        const user = await find(request, now);
        if (user === undefined) return null;
        if (user === null) {
          return err(fault("kernel/unauthenticated", "The session has ended. Sign in again."));
        }
        if (!isOwnOrigin(request)) {
          return err(
            fault("kernel/forbidden", "A session changes things only from the portal's own pages."),
          );
        }
        return ok({
          company: companyOf(user.company).id as CompanyId,
          user: user.id as UserId,
          kind: "user",
        });
      },
    },
  };
};
