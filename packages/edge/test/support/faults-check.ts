import { existsSync, readFileSync } from "node:fs";

import type { Client, Row } from "@libsql/client";

import { foldedTables, logFailures, type Tables } from "./faults-fold.ts";
import { outcomesOf, type Command } from "./faults-history.ts";

const read = [...foldedTables, "idempotency", "job", "job_run", "drill_effect"];

/** All that a drill compares, in one snapshot. */
export const readTables = async (db: Client): Promise<Tables> => {
  const found = await db.batch(
    read.map((name) => `select * from "${name}" ${name === "audit_event" ? "order by seq" : ""}`),
    "read",
  );
  return Object.fromEntries(read.map((name, at) => [name, found[at]?.rows ?? []]));
};

/** What must hold of any database at any time, whatever was lost or never answered. */
export const invariantFailures = (tables: Tables): readonly string[] => {
  const failures = [...logFailures(tables)];
  const seqs = Map.groupBy(tables["audit_event"] ?? [], (row) => String(row["company_id"]));
  for (const [company, rows] of seqs) {
    if (rows.some((row, at) => row["seq"] !== at + 1)) {
      failures.push(`the log of ${company} has a gap`);
    }
  }
  if ((tables["audit_licence"] ?? []).length > 0) failures.push("a licence is left over");
  const versions = new Map(
    (tables["record"] ?? []).map((row) => [`${row["company_id"]} ${row["id"]}`, row]),
  );
  for (const name of ["record_unique", "record_external"] as const) {
    for (const row of tables[name] ?? []) {
      const root = versions.get(`${row["company_id"]} ${row["root_id"]}`);
      if (root === undefined || Number(row["root_version"]) > Number(root["version"])) {
        failures.push(`${name} of ${String(row["root_id"])} is half a change`);
      }
    }
  }
  const codes = new Map<string, unknown>(
    (tables["record_unique"] ?? []).map((row) => [
      `${row["company_id"]} ${row["root_id"]}`,
      row["value"],
    ]),
  );
  for (const [key, row] of versions) {
    const { code } = JSON.parse(String(row["data"])) as { readonly code?: string | null };
    if ((code ?? null) !== (codes.get(key) ?? null)) failures.push(`${key} has not its own code`);
  }
  for (const [key, rows] of Map.groupBy(
    tables["drill_effect"] ?? [],
    (row) => `${row["company_id"]} ${row["name"]}`,
  )) {
    if (rows.length > 1) failures.push(`job ${key} was done ${rows.length} times`);
  }
  return failures;
};

/** What was done must have been delivered before: once at least, and under the id of its job. */
export const deliveryFailures = (tables: Tables, outside: string): readonly string[] => {
  const delivered = new Set(existsSync(outside) ? readFileSync(outside, "utf8").split("\n") : []);
  return (tables["drill_effect"] ?? []).flatMap((row) =>
    delivered.has(String(row["job"])) ? [] : [`job ${String(row["name"])} was not delivered`],
  );
};

const bulkFailures = (command: Command, events: readonly Row[]): string | null => {
  const twice = [...Map.groupBy(events, (row) => row["entity_id"]).values()];
  if (twice.some((rows) => rows.length > 1)) return "a line was written twice";
  if (command.state !== "done") return null;
  const wanted = new Map<unknown, unknown>();
  for (const { id, status, version } of outcomesOf(command.reply?.text ?? "")) {
    if (status === "created" || status === "updated") wanted.set(id, version);
  }
  const found = new Map<unknown, unknown>(events.map((row) => [row["entity_id"], row["version"]]));
  return wanted.size === found.size && [...wanted].every(([id, at]) => found.get(id) === at)
    ? null
    : `${wanted.size} lines were acknowledged and ${found.size} written`;
};

const commandFailure = (
  command: Command,
  events: readonly Row[],
  tables: Tables,
): string | null => {
  const { kind, state, reply } = command;
  const changing = events.filter((row) => row["op"] !== null);
  if (kind === "bulk") return bulkFailures(command, changing);
  if (state === "refused") return events.length === 0 ? null : "was refused and is written";
  if (events.length > 1) return `is written ${events.length} times`;
  if (state !== "done") return null;
  if (events.length === 0) return "was acknowledged and is lost";
  if (kind === "enqueue") {
    const missing = command.jobs.filter(
      (name) =>
        !(tables["job"] ?? []).some(
          (row) => row["payload"] === JSON.stringify({ name }) && row["state"] === 1,
        ) || !(tables["drill_effect"] ?? []).some((row) => row["name"] === name),
    );
    return missing.length === 0 ? null : `its jobs ${missing.join()} are not done`;
  }
  if (reply === undefined || reply.status === 204) return null;
  const { id, version } = JSON.parse(reply.text) as { id: string; version: number };
  const [event] = changing;
  return event?.["entity_id"] === id && event["version"] === version
    ? null
    : `was answered ${id} ${version}, and the log says ${String(event?.["entity_id"])} ${String(event?.["version"])}`;
};

/** What every answer that was given, and every one that was not, says of the database. Jobs have been waited for. */
export const historyFailures = (
  tables: Tables,
  commands: readonly Command[],
): readonly string[] => {
  const events = Map.groupBy(tables["audit_event"] ?? [], (row) => String(row["request_id"]));
  const keys = new Map(
    (tables["idempotency"] ?? []).map((row) => [`${row["company_id"]} ${row["key"]}`, row]),
  );
  const others = [...events.keys()].filter((id) => id.endsWith("-other"));
  const mistaken = others.map((id) => `${id}, whose key was another command's, is written`);
  const found = commands.flatMap((command) => {
    const { id, kind, state, key, company } = command;
    const told: (string | null)[] = [commandFailure(command, events.get(id) ?? [], tables)];
    if (key !== undefined && kind !== "bulk") {
      const isStored = keys.has(`${company.id} ${key}`);
      if (state === "open") told.push("nobody could tell what became of it");
      if ((state === "done") !== isStored) told.push(`is ${state}, and its answer is there or not`);
    }
    if (kind === "bulk" && state === "open") told.push("its load could not be finished");
    return told.flatMap((one) => (one === null ? [] : [`${kind} ${id} ${one}`]));
  });
  return [...mistaken, ...found];
};
