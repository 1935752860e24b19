import type { SetDefinition } from "@ennead/core/access";
import { isTimeZone } from "@ennead/core/calendar";
import {
  err,
  fault,
  ok,
  uuidv7,
  type Fault,
  type Json,
  type Result,
  type UserId,
} from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";
import { changeAccess } from "./change-access.ts";
import { newSetOf, type Known } from "./sets.ts";
import type { Company, Defaults, Snapshot, StoredSet, User } from "./snapshot.ts";
import { newUserOf } from "./users.ts";
import { createCompany, createSet, createUser } from "./writes.ts";

/** A company as it begins. Sets and managers are named; a manager comes before those he leads. */
export interface ProvisionInput {
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  /** Org-wide defaults by object; an object not listed keeps its own default, a record object `none`. */
  readonly defaults?: Defaults;
  readonly sets: readonly SetDefinition[];
  readonly users: readonly {
    /** A UUID; made up when absent. */
    readonly id?: string;
    readonly name: string;
    readonly email: string;
    readonly active?: boolean;
    /** E-mail of the manager. */
    readonly manager?: string;
    /** Names of sets. */
    readonly sets: readonly string[];
  }[];
}

/** Ids of what was made: sets by name, users by e-mail. */
export interface Provisioned {
  readonly sets: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, string>>;
}

/**
 * Makes the company of the context: its row, its permission sets and its first users, of whom one must hold
 * `access.manage`, in one audited batch. `access/company-exists` when it is there already; otherwise the faults of
 * sets and users, with paths into the input.
 */
export const provisionCompany = async (
  context: RequestContext,
  known: Known,
  input: ProvisionInput,
): Promise<Result<Provisioned, readonly Fault[]>> => {
  const setIds = new Map(input.sets.map(({ name }) => [name, uuidv7(context.now, context.random)]));
  const userIds = new Map(
    input.users.map(({ email, id }) => [
      email.toLowerCase(),
      (id ?? uuidv7(context.now, context.random)) as UserId,
    ]),
  );
  const done = await changeAccess(context, (state) => {
    if (state.company !== null) {
      return err(fault("access/company-exists", "This company has been provisioned already."));
    }
    const faults: Fault[] = [];
    const keep = <T>(made: Result<T, Fault[]>, ...path: readonly (string | number)[]): T[] => {
      if (made.ok) return [made.value];
      faults.push(...made.error.map((one) => ({ ...one, path: [...path, ...(one.path ?? [])] })));
      return [];
    };
    if (!isTimeZone(input.timeZone)) {
      faults.push(fault("access/bad-time-zone", "A time zone is an IANA name.", ["timeZone"]));
    }
    const sets = new Map<string, StoredSet>();
    const users = new Map<UserId, User>();
    const after: Snapshot = { stamp: 0, company: null, sets, users };
    for (const [index, definition] of input.sets.entries()) {
      const id = setIds.get(definition.name) ?? "";
      for (const set of keep(newSetOf(after, known, id, definition), "sets", index)) {
        sets.set(set.id, set);
      }
    }
    for (const [index, one] of input.users.entries()) {
      const id = userIds.get(one.email.toLowerCase()) ?? ("" as UserId);
      const made = newUserOf(
        after,
        id,
        {
          name: one.name,
          email: one.email,
          active: one.active ?? true,
          managerId:
            one.manager === undefined ? null : (userIds.get(one.manager.toLowerCase()) ?? ""),
          sets: one.sets.map((name) => setIds.get(name) ?? ""),
        },
        context.now,
      );
      for (const user of keep(made, "users", index)) users.set(user.id, user);
    }
    if (faults.length > 0) return err(faults);
    const company: Company = {
      id: context.company,
      version: 1,
      name: input.name,
      currency: input.currency,
      locale: input.locale,
      timeZone: input.timeZone,
      defaults: input.defaults ?? {},
    };
    return ok({
      changes: [
        createCompany(context, company),
        ...[...sets.values()].map((set) => createSet(context, set)),
        ...[...users.values()].map((user) => createUser(context, user)),
      ],
      after,
      answer: {
        status: 201,
        body: {
          sets: Object.fromEntries(setIds),
          users: Object.fromEntries(userIds),
        } satisfies Json,
      },
    });
  });
  if (!done.ok) return err(Array.isArray(done.error) ? done.error : [done.error as Fault]);
  return ok(done.value.body as unknown as Provisioned);
};
