import {
  applyDiff,
  asOf,
  diff,
  jsonPatch,
  mergePatch,
  revertDiff,
  type Change,
  type DiffOptions,
  type FieldCatalogue,
  type RecordEvent,
} from "@ennead/core/audit";
import { parseInstant } from "@ennead/core/calendar";
import { canonicalJson, unwrap, type Json, type JsonObject } from "@ennead/core/kernel";

import { sameRecord } from "../packages/core/test/audit/same-record.ts";
import { runFolder, trialsBy, type Check } from "./support/run-folder.ts";

const plain = (value: unknown): string => unwrap(canonicalJson(value));

const checkAuditDiff: Check = (one) => {
  const fields = one["fields"] as FieldCatalogue;
  const before = (one["before"] ?? null) as JsonObject | null;
  const after = (one["after"] ?? null) as JsonObject | null;
  const expected = one["expect"] as { changes: Change[]; dropped: string[]; reversible: boolean };
  const options: Record<string, unknown> = {};
  for (const name of ["labels", "redact", "salt", "maxValueBytes"]) {
    if (one[name] !== undefined) options[name] = one[name];
  }
  const found = diff(fields, before, after, options as DiffOptions);
  const sorted = (changes: readonly Change[]): string => changes.map(plain).toSorted().join("\n");
  if (sorted(found.changes) !== sorted(expected.changes)) {
    return `changes ${sorted(found.changes)} instead of ${sorted(expected.changes)}`;
  }
  if (plain(found.dropped) !== plain(expected.dropped)) return `dropped ${plain(found.dropped)}`;
  if (found.reversible !== expected.reversible) return `reversible ${found.reversible}`;
  if (!found.reversible) return undefined;
  const forth = applyDiff(fields, before, found);
  if (!forth.ok || !sameRecord(fields, forth.value, after)) return `apply gave ${plain(forth)}`;
  const back = revertDiff(fields, after, found);
  if (!back.ok || !sameRecord(fields, back.value, before)) return `revert gave ${plain(back)}`;
  return undefined;
};

const checkLaws: Check = (one) => {
  const fields = one["fields"] as FieldCatalogue;
  const before = (one["before"] ?? null) as JsonObject | null;
  const after = (one["after"] ?? null) as JsonObject | null;
  const written = plain([before, after]);
  const inherited = Object.getOwnPropertyNames(Object.prototype).length;
  const found = JSON.parse(JSON.stringify(diff(fields, before, after))) as ReturnType<typeof diff>;
  const forth = applyDiff(fields, before, found);
  if (!forth.ok || !sameRecord(fields, forth.value, after)) return `apply gave ${plain(forth)}`;
  const back = revertDiff(fields, after, found);
  if (!back.ok || !sameRecord(fields, back.value, before)) return `revert gave ${plain(back)}`;
  if (diff(fields, after, after).changes.length > 0) return "a record differs from itself";
  if (found.changes.length > Number(one["maxChanges"])) return `${found.changes.length} changes`;
  if (plain([before, after]) !== written) return "an argument was changed";
  const grew = Object.getOwnPropertyNames(Object.prototype).length !== inherited;
  return grew ? "Object.prototype was changed" : undefined;
};

const checkHistory: Check = (one) => {
  const fields = one["fields"] as FieldCatalogue;
  const states = one["states"] as {
    seq: number;
    version: number;
    recordedAt: string;
    state: JsonObject | null;
  }[];
  let last: JsonObject | null = null;
  const events: RecordEvent[] = [];
  for (const { seq, version, recordedAt, state } of states) {
    events.push({
      seq,
      version,
      recordedAt: parseInstant(recordedAt) ?? Number.NaN,
      op: state === null ? "delete" : last === null ? "create" : "update",
      diff: JSON.parse(JSON.stringify(diff(fields, last, state))) as RecordEvent["diff"],
    });
    last = state;
  }
  for (const query of one["queries"] as {
    version?: number;
    at?: string;
    expect: JsonObject | null;
  }[]) {
    const moment =
      query.version === undefined
        ? { at: parseInstant(query.at ?? "") ?? Number.NaN }
        : { version: query.version };
    const found = asOf(fields, events, moment);
    if (!found.ok) return `${plain(moment)} answered ${plain(found.error)}`;
    if ((found.value === null) !== (query.expect === null)) return `${plain(moment)}: null or not`;
    if (!sameRecord(fields, found.value, query.expect)) {
      return `${plain(moment)} gave ${plain(found.value)}`;
    }
  }
  return undefined;
};

const checkJsonPatch: Check = (one) => {
  const document = one["doc"] as Json;
  const written = plain(document);
  const found = jsonPatch(document, one["patch"]);
  if (plain(document) !== written) return "the document was changed";
  if ("error" in one) return found.ok ? `accepted, but ${String(one["error"])}` : undefined;
  if (!found.ok) return found.error.message;
  if (!("expected" in one) || plain(found.value) === plain(one["expected"])) return undefined;
  return `gave ${plain(found.value)}`;
};

const checkMergePatch: Check = (one) => {
  const found = mergePatch(one["original"] as Json, one["patch"] as Json);
  return plain(found) === plain(one["result"]) ? undefined : `gave ${plain(found)}`;
};

const checks: Readonly<Record<string, Check>> = {
  "audit-diff": checkAuditDiff,
  laws: checkLaws,
  history: checkHistory,
  "json-patch": checkJsonPatch,
  "merge-patch": checkMergePatch,
};

/** Runs every case of every JSON file in the folder; true when all pass. */
export const run = (dir: string): Promise<boolean> => runFolder("diff", dir, trialsBy(checks));
