import {
  err,
  fault,
  ok,
  uuidv7,
  type CompanyId,
  type Fault,
  type Instant,
  type Result,
  type UserId,
} from "@ennead/core/kernel";

import {
  hex,
  isUnstorable,
  type AuditEntry,
  type RequestContext,
  type Statement,
  type TenantDb,
} from "../kernel/index.ts";
import { cookieLine, secretOf } from "./session-cookie.ts";
import {
  beginStatement,
  endAllStatement,
  endStatement,
  findSession,
  hashSecret,
} from "./session-store.ts";
import { endOf, longestFor, sessionEvent, type Session } from "./session.ts";

/** Whom a session is for. */
export interface SessionOwner {
  readonly company: string;
  /** Id of the user. */
  readonly user: string;
}

/**
 * Sessions by cookie, for hosts that know who somebody is and want his browser to be known. They end after 30 minutes of
 * silence and after 12 hours. Changes made with one must come from a page of the same site.
 */
export interface Sessions {
  /**
   * Begins a session and ends the one that the request came with; `cookie` is to be sent as `Set-Cookie`.
   * `kernel/unauthenticated` when there is no active user of this id.
   */
  readonly begin: (
    owner: SessionOwner,
    request: Request,
  ) => Promise<Result<{ readonly cookie: string; readonly expiresAt: Instant }>>;
  /** Ends the request's session, if it has one; answers the `Set-Cookie` by which the browser forgets it. */
  readonly end: (request: Request) => Promise<string>;
  /** Ends all sessions of a user. His tokens go on: `POST /api/access/users/{id}/sign-out` ends both. */
  readonly endAll: (owner: SessionOwner) => Promise<void>;
  /** Whose session the request has, and until when; null without one that lasts, or when the user is inactive. */
  readonly of: (
    request: Request,
  ) => Promise<(SessionOwner & { readonly expiresAt: Instant }) | null>;
}

export interface SessionsOptions {
  readonly db: TenantDb;
  /** A context of the system in a company, at the present time. */
  readonly contextOf: (company: CompanyId, route: string) => Promise<RequestContext>;
  readonly clock: () => Instant;
}

const unwrapped = <T>(result: Result<T, Fault | readonly Fault[]>): T => {
  if (result.ok) return result.value;
  const [first] = [result.error].flat() as readonly Fault[];
  throw new Error(first?.message ?? "A session could not be changed.");
};

/** What a browser calls itself, as far as it can be kept. */
const agentOf = (request: Request): string | null => {
  const agent = request.headers.get("user-agent");
  return agent === null || isUnstorable(agent) ? null : agent.slice(0, 200);
};

const write = async (
  context: RequestContext,
  events: readonly AuditEntry[],
  parts: readonly Statement[],
): Promise<void> => {
  unwrapped(
    await context.services.uow.run(context, {
      load: () => Promise.resolve(ok(null)),
      decide: () => ok({ events, parts, roots: [], answer: { status: 204 } }),
    }),
  );
};

export const openSessions = ({ db, contextOf, clock }: SessionsOptions): Sessions => {
  /** The context in which the user himself acts; null when there is no such active user, or not since then. */
  const actingAs = async (
    { company, user }: Pick<Session, "company" | "user">,
    route: string,
    since = Number.POSITIVE_INFINITY,
  ): Promise<RequestContext | null> => {
    if (isUnstorable(company) || isUnstorable(user)) return null;
    const context = await contextOf(company, route);
    const { directory } = context.services.ports;
    const authority = await directory.authorize(context.scope, user, context.now);
    if (authority === null || since < (authority.signedOutAt ?? 0)) return null;
    const { stamp, label } = authority;
    return {
      ...context,
      principal: { company, actor: user, kind: "user", stamp },
      actorLabel: label,
    };
  };

  const current = async (request: Request): Promise<Session | null> => {
    const secret = secretOf(request);
    return secret?.ok === true ? findSession(db, secret.value, clock()) : null;
  };

  const end: Sessions["end"] = async (request) => {
    const session = await current(request);
    if (session !== null) {
      const route = "access.end-session";
      const context = (await actingAs(session, route)) ?? (await contextOf(session.company, route));
      await write(context, [sessionEvent("end", session.id)], [endStatement(session)]);
    }
    return cookieLine(request, "");
  };

  return {
    begin: async (owner, request) => {
      const whom = { company: owner.company as CompanyId, user: owner.user as UserId };
      const context = await actingAs(whom, "access.begin-session");
      if (context === null) {
        return err(fault("kernel/unauthenticated", "There is no active user of this id."));
      }
      await end(request);
      const { now, random } = context;
      const id = uuidv7(now, random);
      const secret = hex(random(32));
      const session = { ...whom, id, agent: agentOf(request), createdAt: now, seenAt: now };
      await write(
        context,
        [sessionEvent("begin", id)],
        [beginStatement(session, await hashSecret(secret))],
      );
      return ok({ cookie: cookieLine(request, secret), expiresAt: now + longestFor });
    },
    end,
    endAll: async ({ company, user }) => {
      const whom = { company: company as CompanyId, user: user as UserId };
      const context = await contextOf(whom.company, "access.end-sessions");
      const event: AuditEntry = {
        ...sessionEvent("end", user),
        action: "access.user.end-sessions",
        entity: "access.user",
      };
      await write(context, [event], [endAllStatement(whom)]);
    },
    of: async (request) => {
      const session = await current(request);
      if (session === null) return null;
      const { company, user, createdAt } = session;
      const acting = await actingAs(session, "access.session", createdAt);
      return acting === null ? null : { company, user, expiresAt: endOf(session) };
    },
  };
};
