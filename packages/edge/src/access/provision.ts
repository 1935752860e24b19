import type { SetDefinition } from "@ennead/core/access";
import { isTimeZone, type FiscalYear } from "@ennead/core/calendar";
import {
  err,
  fault,
  ok,
  isUuid,
  uuidv7,
  type Fault,
  type Result,
  type UserId,
} from "@ennead/core/kernel";
import type * as v from "valibot";

import { validate, type RequestContext } from "../kernel/index.ts";
import { changeAccess } from "./change-access.ts";
import { provisionInput } from "./schemas.ts";
import { newSetOf, type Known } from "./sets.ts";
import type { Company, Defaults, Snapshot, StoredSet, User } from "./snapshot.ts";
import { newUserOf } from "./users.ts";
import { createCompany, createSet, createUser } from "./writes.ts";

/** A company as it begins. Sets and managers are named; a manager comes before those he leads. Unknown keys are refused. */
export interface ProvisionInput {
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  /** How its fiscal year is counted. */
  readonly fiscal?: FiscalYear;
  /** Org-wide defaults by object; an object not listed keeps its own default, a record object `none`. */
  readonly defaults?: Defaults;
  /** Origins whose pages may call the API for the company, like `https://crm.example.com`; none unless given. */
  readonly origins?: readonly string[];
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

type Faults = readonly Fault[];

/** Keeps what was made and the faults of what was not, with their places in the input. */
const keeping = (faults: Fault[]) => ({
  keep: <T>(made: Result<T, Fault[]>, ...path: readonly (string | number)[]): T[] => {
    if (made.ok) return [made.value];
    faults.push(...made.error.map((one) => ({ ...one, path: [...path, ...(one.path ?? [])] })));
    return [];
  },
});

const defaultFaults = (known: Known, defaults: Defaults): Fault[] =>
  Object.keys(defaults)
    .filter((name) => !Object.hasOwn(known.objects, name))
    .map((name) =>
      fault("access/unknown-object", "There is no object of this name.", ["defaults", name]),
    );

/** The state that the company begins with, or every fault in its description. */
const beginning = (
  { company: id, now, random }: RequestContext,
  known: Known,
  input: v.InferOutput<typeof provisionInput>,
): Result<Snapshot & { readonly company: Company }, Faults> => {
  const { name, currency, locale, timeZone, defaults = {}, origins = [] } = input;
  const company: Company = {
    id,
    version: 1,
    name,
    currency,
    locale,
    timeZone,
    defaults,
    fiscal: input.fiscal ?? null,
    origins,
  };
  const sets = new Map<string, StoredSet>();
  const users = new Map<UserId, User>();
  const after = { stamp: 0, company, sets, users, groups: new Map(), denies: [] };
  const faults = defaultFaults(known, defaults);
  const { keep } = keeping(faults);
  if (!isTimeZone(timeZone)) {
    faults.push(fault("access/bad-time-zone", "A time zone is an IANA name.", ["timeZone"]));
  }
  for (const [index, definition] of input.sets.entries()) {
    const made = newSetOf(after, known, uuidv7(now, random), definition);
    for (const set of keep(made, "sets", index)) sets.set(set.id, set);
  }
  // Whatever is wrong with a set would be told again of everybody who holds it.
  if (faults.length > 0) return err(faults);
  const setIds = new Map([...sets.values()].map((set) => [set.name, set.id]));
  for (const [index, one] of input.users.entries()) {
    const userId = (one.id ?? uuidv7(now, random)) as UserId;
    if (users.has(userId)) {
      faults.push(
        fault("access/duplicate-id", "Another user has this id.", ["users", index, "id"]),
      );
      continue;
    }
    const manager = one.manager?.toLowerCase();
    const found = [...users.values()].find(({ email }) => email === manager);
    const made = newUserOf(
      after,
      userId,
      {
        name: one.name,
        email: one.email,
        active: one.active ?? true,
        managerId: manager === undefined ? null : (found?.id ?? ""),
        sets: one.sets.map((given) => setIds.get(given) ?? ""),
      },
      now,
    );
    for (const user of keep(made, "users", index)) users.set(user.id, user);
  }
  return faults.length === 0 ? ok(after) : err(faults);
};

/**
 * Makes the company of the context: its row, its permission sets and its first users, of whom one must hold
 * `access.manage`, in one audited batch. `access/bad-company-id` unless the company is a UUID in lower case,
 * `access/company-exists` when it is there already; otherwise the faults of the input, with paths into it.
 */
export const provisionCompany = async (
  context: RequestContext,
  known: Known,
  input: ProvisionInput,
): Promise<Result<Provisioned, Faults>> => {
  if (!isUuid(context.company)) {
    const wanted =
      "A company is named by a UUID in lower case, like 0190a000-0000-7000-8000-00000000000a.";
    return err([fault("access/bad-company-id", wanted)]);
  }
  const read = validate(provisionInput, input);
  if (!read.ok) return read;
  const begun = beginning(context, known, read.value as v.InferOutput<typeof provisionInput>);
  if (!begun.ok) return begun;
  const { company, sets, users } = begun.value;
  const made: Provisioned = {
    sets: Object.fromEntries([...sets.values()].map(({ name, id }) => [name, id])),
    users: Object.fromEntries([...users.values()].map(({ email, id }) => [email, id])),
  };
  const done = await changeAccess(context, (state) =>
    state.company === null
      ? ok({
          changes: [
            createCompany(context, company),
            ...[...sets.values()].map((set) => createSet(context, set)),
            ...[...users.values()].map((user) => createUser(context, user)),
          ],
          after: begun.value,
          answer: { status: 201 },
        })
      : err(fault("access/company-exists", "This company has been provisioned already.")),
  );
  if (!done.ok) return err(Array.isArray(done.error) ? done.error : [done.error as Fault]);
  return ok(made);
};
