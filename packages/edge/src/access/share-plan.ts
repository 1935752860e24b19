import { can, type RecordFacts, type ShareLevel } from "@ennead/core/access";
import { err, fault, ok, uuidv7, type Fault, type Result } from "@ennead/core/kernel";

import type { HeldShare, ShareChange, SharedRecord, Sharer, WantedShare } from "../kernel/index.ts";
import { isStamp } from "./change-access.ts";
import { principalFault, type Principals } from "./principals.ts";
import { hasShares, isVersion } from "./share-store.ts";
import { changeShare } from "./share.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a change of a record's shares rests on, read at one time. */
export interface ShareState {
  readonly access: Principals & Pick<Snapshot, "stamp">;
  readonly record: SharedRecord;
  /** All shares of the record, those that have ended too. */
  readonly present: readonly HeldShare[];
}

/** The planned shares, and what they add to a batch. */
export interface SharePlan extends ShareChange {
  readonly shares: readonly HeldShare[];
}

/**
 * Whether somebody who may share the record can give this much of it: nobody gives what he may not do himself. Whoever
 * gives all of it gives its deletion, too.
 */
const mayGive = (
  { model, principal }: Sharer,
  object: string,
  record: RecordFacts,
  access: ShareLevel,
): boolean => access === "read" || can(model, principal, "update", { object, record }).allow;

const same = (held: HeldShare, wanted: WantedShare): boolean =>
  held.access === wanted.access && held.expiresAt === wanted.expiresAt && held.note === wanted.note;

const wantedFaults = (
  sharer: Sharer,
  object: string,
  { access, record, present }: ShareState,
  wanted: readonly WantedShare[],
): Fault[] => {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const facts = { ...record.facts, shares: present };
  for (const [index, one] of wanted.entries()) {
    const path = ["shares", index];
    const held = present.find(({ to }) => to === one.to);
    if (seen.has(one.to)) {
      faults.push(
        fault("access/duplicate-share", "Two shares name the same target.", [...path, "to"]),
      );
    }
    seen.add(one.to);
    // What stands already and stays as it is was somebody else's to give.
    if (held !== undefined && same(held, one)) continue;
    const unknown = principalFault(access, one.to, [...path, "to"]);
    if (unknown !== null) faults.push(unknown);
    if (one.expiresAt !== null && one.expiresAt <= sharer.now) {
      faults.push(
        fault("access/expiry-in-past", "The share would have ended already.", [
          ...path,
          "expiresAt",
        ]),
      );
    }
    if (!mayGive(sharer, object, facts, one.access)) {
      faults.push(
        fault(
          "access/share-level",
          `You may not give ${one.access}: you do not have it yourself.`,
          [...path, "access"],
        ),
      );
    }
  }
  return faults;
};

/**
 * The plan by which a record comes to have exactly these shares: what is there already and stays as it is has no event,
 * what names the same target is replaced, and the rest ends. It holds only as long as the record, its shares and the state
 * of access are as they were read.
 */
export const planShares = (
  sharer: Sharer,
  object: string,
  state: ShareState,
  wanted: readonly WantedShare[],
): Result<SharePlan, readonly Fault[]> => {
  const { principal, now, random, scope } = sharer;
  const { company } = scope;
  const { record, present } = state;
  if (state.access.stamp !== principal.stamp) {
    // What the sharer may give was judged by rights that have changed since.
    return err([fault("kernel/version-conflict", "Rights changed at the same time; try again.")]);
  }
  const faults = wantedFaults(sharer, object, state, wanted);
  if (faults.length > 0) return err(faults);
  const shares = wanted.map((one): HeldShare => {
    const held = present.find(({ to }) => to === one.to);
    if (held !== undefined && same(held, one)) return held;
    return {
      id: held?.id ?? uuidv7(now, random),
      version: (held?.version ?? 0) + 1,
      object,
      recordId: record.id,
      to: one.to,
      access: one.access,
      expiresAt: one.expiresAt,
      note: one.note,
      grantedBy: principal.actor,
      createdAt: held?.createdAt ?? now,
      updatedAt: now,
    };
  });
  const kept = new Set(shares.map(({ id }) => id));
  const changes = [
    ...present.filter(({ id }) => !kept.has(id)).map((share) => changeShare(company, share, null)),
    ...shares.map((share) =>
      changeShare(company, present.find(({ id }) => id === share.id) ?? null, share),
    ),
  ].filter((change) => change !== null);
  return ok({
    shares: shares.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    events: changes.map(({ event }) => event),
    roots: changes.map(({ root }) => root),
    guards:
      changes.length === 0
        ? []
        : [
            isStamp(company, state.access.stamp),
            hasShares(company, object, record.id, present),
            isVersion(company, record.entity, record.id, record.version),
          ],
  });
};

/** What ends these shares, as long as their records have no others. */
export const dropShares = (
  company: string,
  object: string,
  ids: readonly string[],
  present: ReadonlyMap<string, readonly HeldShare[]>,
): ShareChange => {
  const changes = [...present.values()]
    .flat()
    .map((share) => changeShare(company, share, null, "drop"))
    .filter((change) => change !== null);
  return {
    events: changes.map(({ event }) => event),
    roots: changes.map(({ root }) => root),
    guards: ids.map((id) => hasShares(company, object, id, present.get(id) ?? [])),
  };
};
