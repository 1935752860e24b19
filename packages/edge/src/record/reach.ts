import { can, type Action } from "@ennead/core/access";

import {
  recordFacts,
  type HeldShare,
  type RequestContext,
  type Statement,
  type StoredRecord,
} from "../kernel/index.ts";
import { readById, storedRecord } from "./store.ts";

/** The shares of records by id; a record that nobody shared is absent. */
export type Shares = ReadonlyMap<string, readonly HeldShare[]>;

/** Whether it may be that shares decide: not for somebody who may do it to a record that nobody owns or shared. */
export const needsShares = (
  { company, model, principal }: RequestContext,
  action: Action,
  object: string,
): boolean => !can(model, principal, action, { object, record: { company, owner: null } }).allow;

/** The statement that reads the shares of records, beside the one that reads the records. */
export const sharesOf = (
  { scope, services }: RequestContext,
  object: string,
  ids: readonly string[],
): Statement => services.ports.sharing.reading.statement(scope, object, ids);

/** A record and what access must know of it. */
export interface Reached {
  readonly record: StoredRecord;
  readonly shares: Shares;
}

/**
 * The record of this id with its shares, or null: of another company, unknown and never there are one. What is read does
 * not depend on the record, so that not even the number of statements tells whether there is one.
 */
export const readRecord = async (
  context: RequestContext,
  action: Action,
  object: string,
  id: string,
): Promise<Reached | null> => {
  const { scope, services } = context;
  const withShares = needsShares(context, action, object);
  const [found, shared] = await scope.read(
    readById(scope, object, id),
    ...(withShares ? [sharesOf(context, object, [id])] : []),
  );
  const row = found?.rows[0];
  if (row === undefined) return null;
  return {
    record: storedRecord(row),
    shares: services.ports.sharing.reading.parse(shared?.rows ?? []),
  };
};

/** The shares of these records, where they may decide. */
export const readShares = async (
  context: RequestContext,
  action: Action,
  object: string,
  ids: readonly string[],
): Promise<Shares> =>
  needsShares(context, action, object)
    ? context.services.ports.sharing.of(context.scope, object, ids)
    : new Map();

/**
 * What must hold at commit for these records to be changed: where shares alone let the actor do it, that nobody has taken
 * them back meanwhile.
 */
export const sharesHold = (
  { company, model, principal, scope, services }: RequestContext,
  action: Action,
  object: string,
  records: readonly StoredRecord[],
  shares: Shares,
): readonly Statement[] =>
  records.flatMap((record) => {
    const held = shares.get(record.id);
    if (held === undefined) return [];
    const without = { object, record: recordFacts(company, record, new Map()) };
    return can(model, principal, action, without).allow
      ? []
      : [services.ports.sharing.reading.holds(scope, object, record.id, held)];
  });
