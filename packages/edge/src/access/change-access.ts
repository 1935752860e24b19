import { compile, hasAdministrator, permits } from "@ennead/core/access";
import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

import { sql, type Answer, type RequestContext, type Statement } from "../kernel/index.ts";
import { factsOf } from "./facts.ts";
import { manage } from "./handling.ts";
import { readSnapshot, type Snapshot } from "./snapshot.ts";
import type { Change } from "./writes.ts";

/** What a command on the state of access decides: what changes, the state after it, and the answer. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly after: Pick<Snapshot, "users" | "sets">;
  /** What else must hold at commit. */
  readonly guards?: readonly Statement[];
  readonly answer: Answer;
}

/** What must hold at commit for a decision that rests on the state of this stamp. */
export const isStamp = (company: string, stamp: number): Statement =>
  sql`coalesce((select stamp from access_stamp where company_id = ${company}), 0) = ${stamp}`;

/**
 * Whether whoever came as an administrator is none any more in the state that is decided on: two who take each other's
 * rights at once do not both succeed.
 */
const lostRight = ({ company, model, principal }: RequestContext, state: Snapshot): boolean =>
  principal.stamp !== state.stamp &&
  permits(model, principal, manage).allow &&
  !permits(compile(factsOf(company, state, {})), principal, manage).allow;

/**
 * Runs a command on the state of access: users and sets are decided over together, so each change takes the next
 * permission stamp, and one decided on an older stamp is decided again. Refuses to leave a company without an
 * administrator: `access/last-admin`.
 */
export const changeAccess = (
  context: RequestContext,
  decide: (state: Snapshot) => Result<Outcome, Fault | readonly Fault[]>,
): Promise<Result<Answer, Fault | readonly Fault[]>> =>
  context.services.uow.run(context, {
    load: async () => ok(await readSnapshot(context.scope)),
    decide: (state) => {
      if (lostRight(context, state)) {
        return err(fault("access/forbidden", "Your own rights have changed meanwhile."));
      }
      const decided = decide(state);
      if (!decided.ok) return decided;
      const { changes, after, guards = [], answer } = decided.value;
      const events = changes.flatMap((change) => change.events);
      if (events.length === 0) return ok({ events, parts: [], roots: [], answer });
      if (!hasAdministrator(factsOf(context.company, after, {}))) {
        return err(
          fault(
            "access/last-admin",
            "Nobody could administer the company any more; give somebody else access.manage first.",
          ),
        );
      }
      const { company } = context;
      return ok({
        events,
        parts: [
          ...changes.flatMap((change) => change.parts),
          sql`insert into access_stamp(company_id, stamp) values (${company}, 1)
            on conflict(company_id) do update set stamp = stamp + 1`,
        ],
        roots: changes.flatMap((change) => change.roots),
        guards: [isStamp(company, state.stamp), ...guards],
        answer,
      });
    },
  });
