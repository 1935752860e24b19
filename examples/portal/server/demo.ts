import type { Fault } from "@ennead/core/kernel";
import { clientIp, signHs256, type Sessions, type SignInLimit } from "@ennead/edge";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";

import { companyOf, users, type Role, type SampleUser } from "../data/access.ts";
import type { Progress } from "./progress.ts";

const roleNames: Readonly<Record<Role, string>> = {
  administrator: "Administrator",
  "sales-director": "Sales director",
  "sales-manager": "Sales manager",
  "sales-rep": "Sales representative",
  analyst: "Analyst, read only",
  marketing: "Marketing",
  support: "Support",
};

/** A token lives as long as a working day. */
const tokenSeconds = 8 * 3600;

export interface DemoOptions {
  readonly sessions: Sessions;
  /** Slows down whoever tries many. */
  readonly attempts: SignInLimit;
  readonly tokenSecret: Uint8Array;
  readonly clock: () => number;
  readonly progress: () => Progress;
}

/** What the server knows of a request besides itself. */
interface Connection {
  readonly ip: string | undefined;
}

/** Nobody is signed in yet, so nothing larger than a name is read. */
const smallBody = bodyLimit({
  maxSize: 1024,
  onError: () => problem(413, "kernel/too-large", "A sign-in has at most 1024 bytes."),
});

const SignIn = v.strictObject({ user: v.pipe(v.string(), v.maxLength(64)) });

const userJson = (user: SampleUser) => ({
  user: user.key,
  id: user.id,
  name: user.name,
  email: user.email,
  role: roleNames[user.role],
  about: user.about,
  company: user.company,
  companyName: companyOf(user.company).name,
});

/** Whether a request was made by a page of our own. */
const isOwnOrigin = (request: Request): boolean =>
  request.headers.get("origin") === new URL(request.url).origin;

const problem = (
  status: 400 | 403 | 404 | 413 | 429,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  Response.json(
    { type: `urn:ennead:fault:${code}`, title: detail, status, code, detail, errors: [] },
    { status, headers: { ...headers, "content-type": "application/problem+json" } },
  );

/** Seconds until the next attempt, as the fault tells it. */
const waitOf = ({ detail }: Fault): string => {
  const { retryAfterMs } = (detail ?? {}) as { readonly retryAfterMs?: number };
  return String(Math.ceil((retryAfterMs ?? 1000) / 1000));
};

/** Signing in as somebody made up, without a password: the portal's alone, never the library's. */
export const demoRoutes = (options: DemoOptions): Hono<{ Bindings: Connection }> => {
  const { sessions, attempts, tokenSecret, clock, progress } = options;
  const app = new Hono<{ Bindings: Connection }>().basePath("/demo");
  app.use(async (context, next) => {
    await next();
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
  });
  app.get("/users", (context) =>
    context.json({ items: users.filter(({ featured }) => featured).map(userJson) }),
  );
  app.get("/progress", (context) => context.json(progress()));
  app.get("/session", async (context) => {
    const owner = await sessions.of(context.req.raw);
    const user = users.find(({ id }) => id === owner?.user);
    return context.json({ user: user === undefined ? null : userJson(user) });
  });
  app.post("/session", smallBody, async (context) => {
    const request = context.req.raw;
    // Scripts send no Origin; browsers always do, and a foreign page must not sign anybody in.
    if (request.headers.has("origin") && !isOwnOrigin(request)) {
      return problem(403, "kernel/forbidden", "Sign in from the portal's own page.");
    }
    const body = v.safeParse(SignIn, await request.json().catch(() => null));
    if (!body.success) {
      return problem(400, "kernel/bad-json", 'Send {"user": "admin"} or another user\'s key.');
    }
    const attempt = { account: body.output.user, ip: clientIp(null, context.env.ip, 0) };
    const limited = await attempts.begin(attempt, clock());
    if (!limited.ok) {
      const headers = { "retry-after": waitOf(limited.error) };
      return problem(429, limited.error.code, limited.error.message, headers);
    }
    const user = users.find(({ key }) => key === body.output.user);
    if (user === undefined) {
      return problem(
        404,
        "kernel/not-found",
        `No demo user is called ${JSON.stringify(body.output.user)}; GET /demo/users lists some.`,
      );
    }
    const company = companyOf(user.company).id;
    const begun = await sessions.begin({ company, user: user.id }, request);
    if (!begun.ok) return problem(403, begun.error.code, begun.error.message);
    await attempts.succeeded(attempt, clock());
    const { cookie, expiresAt } = begun.value;
    const iat = Math.floor(clock() / 1000);
    const token = await signHs256(tokenSecret, {
      sub: user.id,
      company,
      iat,
      exp: iat + tokenSeconds,
    });
    context.header("set-cookie", cookie);
    return context.json({
      token,
      user: userJson(user),
      expiresAt: new Date(Math.min(expiresAt, (iat + tokenSeconds) * 1000)).toISOString(),
    });
  });
  app.delete("/session", async (context) => {
    const request = context.req.raw;
    if (!isOwnOrigin(request)) {
      return problem(403, "kernel/forbidden", "Sign out from the portal's own page.");
    }
    context.header("set-cookie", await sessions.end(request));
    return context.body(null, 204);
  });
  return app;
};
