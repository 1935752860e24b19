import type { Migration } from "../../src/kernel/schema/schema.ts";
import type { Trigger } from "../../src/kernel/schema/triggers.ts";

const step = (id: string, statements: readonly string[]): Migration => ({
  id,
  hash: `hash of ${id}`,
  statements,
});

/** A small schema in four steps; each leaves one row that tells how often it was taken. */
export const steps: readonly Migration[] = [
  step("0000_init", [
    "create table schema_migration(id text primary key not null, hash text not null, applied_at integer not null) strict",
    "create table schema_state(id text primary key not null, hash text not null) strict",
    "create table job(id integer primary key, note text) strict",
    "insert into job(note) values ('0000')",
  ]),
  step("0001_more", [
    "alter table job add column more text",
    "insert into job(note) values ('0001')",
  ]),
  step("0002_index", [
    "create index job_note on job(note)",
    "insert into job(note) values ('0002')",
  ]),
  step("0003_run", [
    "create table job_run(id integer primary key) strict",
    "insert into job(note) values ('0003')",
  ]),
];

/** A step that takes long enough to be killed in the middle. */
export const slow: Migration = step("0004_slow", [
  "insert into job(note) values ('0004')",
  `insert into job_run(id) with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500000)
    select i from n`,
]);

export const trigger: Trigger = {
  name: "job_no",
  text: "create trigger job_no before delete on job begin select raise(abort, 'NO'); end",
};
