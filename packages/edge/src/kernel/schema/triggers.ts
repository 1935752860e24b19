import { getTableConfig, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";

import type { AppendTable, EntityTable, PartTable, TableClass } from "./tables.ts";

/** A trigger as it is created: its name and its text. */
export interface Trigger {
  readonly name: string;
  readonly text: string;
}

const quoted = (name: string): string => `'${name.replaceAll("'", "''")}'`;

const tableName = (table: SQLiteTable): string => getTableConfig(table).name;

const names = (columns: readonly SQLiteColumn[]): string[] => columns.map(({ name }) => name);

/** The columns of every unique key of a table, the primary key first. */
const uniqueKeys = (table: SQLiteTable): readonly (readonly string[])[] => {
  const config = getTableConfig(table);
  return [
    ...config.primaryKeys.map(({ columns }) => names(columns)),
    ...config.columns.filter((column) => column.primary).map(({ name }) => [name]),
    ...config.uniqueConstraints.map(({ columns }) => names(columns)),
    ...config.indexes
      .filter((one) => one.config.unique)
      .map((one) => names(one.config.columns as SQLiteColumn[])),
  ];
};

const primaryKey = (table: SQLiteTable): readonly string[] => uniqueKeys(table)[0] ?? [];

const equal = (columns: readonly string[], side: "new" | "old"): string =>
  columns.map((column) => `${column} = ${side}.${column}`).join(" and ");

const abort = (word: string, condition: string): string =>
  `select raise(abort, '${word}') where ${condition};`;

const trigger = (name: string, head: string, body: readonly string[]): Trigger => ({
  name,
  text: `create trigger ${name} ${head} begin ${body.join(" ")} end`,
});

/** The entity's name as SQL, seen from a row of its table or of one of its parts. */
const entityOf = (root: EntityTable, side: "new" | "old"): string =>
  "name" in root.entity ? quoted(root.entity.name) : `${side}.${root.entity.column}`;

const licenceFor = (root: EntityTable, side: "new" | "old", id: string, rest: string): string =>
  `exists(select 1 from audit_licence where company_id = ${side}.company_id` +
  ` and entity = ${entityOf(root, side)} and entity_id = ${side}.${id} and ${rest})`;

// INSERT OR REPLACE removes rows without firing a delete trigger, so an existing value of any unique key is refused
// before the row is written. A null in a key never matches, as it should.
const isTaken = (table: SQLiteTable): string =>
  uniqueKeys(table)
    .map((key) => `exists(select 1 from ${tableName(table)} where ${equal(key, "new")})`)
    .join(" or ");

const isTakenByAnother = (table: SQLiteTable): readonly string[] => {
  const [own = [], ...others] = uniqueKeys(table);
  return others.map((key) => {
    const changed = key.map((column) => `new.${column} is not old.${column}`).join(" or ");
    const another = own.map((column) => `${column} = old.${column}`).join(" and ");
    return (
      `(${changed}) and exists(select 1 from ${tableName(table)}` +
      ` where ${equal(key, "new")} and not (${another}))`
    );
  });
};

const entityTriggers = (root: EntityTable): readonly Trigger[] => {
  const name = tableName(root.table);
  const key = primaryKey(root.table);
  const consume = (side: "new" | "old"): string =>
    `update audit_licence set ${markOf(root)} = 1 where company_id = ${side}.company_id` +
    ` and entity = ${entityOf(root, side)} and entity_id = ${side}.id;`;
  return [
    trigger(`${name}_before_insert`, `before insert on ${name}`, [
      abort(
        "UNAUDITED",
        `not ${licenceFor(root, "new", "id", "version = new.version and op = 'create'")}`,
      ),
      abort("DUPLICATE", isTaken(root.table)),
    ]),
    trigger(`${name}_before_update`, `before update on ${name}`, [
      abort(
        "BAD_VERSION",
        [
          "new.version is not old.version + 1",
          ...key.map((column) => `new.${column} is not old.${column}`),
        ].join(" or "),
      ),
      abort(
        "UNAUDITED",
        `not ${licenceFor(root, "new", "id", "version = new.version and op = 'update'")}`,
      ),
      ...isTakenByAnother(root.table).map((taken) => abort("DUPLICATE", taken)),
    ]),
    trigger(`${name}_before_delete`, `before delete on ${name}`, [
      abort(
        "UNAUDITED",
        `not ${licenceFor(root, "old", "id", "version = old.version + 1 and op = 'delete'")}`,
      ),
    ]),
    trigger(`${name}_after_insert`, `after insert on ${name}`, [consume("new")]),
    trigger(`${name}_after_update`, `after update on ${name}`, [consume("new")]),
    trigger(`${name}_after_delete`, `after delete on ${name}`, [consume("old")]),
  ];
};

const insertUnderRoot = ({ table, root }: PartTable | AppendTable): Trigger => {
  const name = tableName(table);
  return trigger(`${name}_before_insert`, `before insert on ${name}`, [
    abort(
      "UNAUDITED",
      `not ${licenceFor(root, "new", "root_id", "version = new.root_version and op <> 'delete'")}`,
    ),
    abort("DUPLICATE", isTaken(table)),
  ]);
};

const partTriggers = (part: PartTable): readonly Trigger[] => {
  const name = tableName(part.table);
  const fixed = [...new Set(["root_id", ...uniqueKeys(part.table).flat()])];
  return [
    insertUnderRoot(part),
    trigger(`${name}_before_update`, `before update on ${name}`, [
      abort("BAD_KEY", fixed.map((column) => `new.${column} is not old.${column}`).join(" or ")),
      abort(
        "UNAUDITED",
        `not ${licenceFor(part.root, "new", "root_id", "version = new.root_version and op <> 'delete'")}`,
      ),
    ]),
    trigger(`${name}_before_delete`, `before delete on ${name}`, [
      abort("UNAUDITED", `not ${licenceFor(part.root, "old", "root_id", "1")}`),
    ]),
  ];
};

const appendTriggers = (rows: AppendTable): readonly Trigger[] => {
  const name = tableName(rows.table);
  return [
    insertUnderRoot(rows),
    trigger(`${name}_before_update`, `before update on ${name}`, [abort("APPEND_ONLY", "1")]),
    trigger(`${name}_before_delete`, `before delete on ${name}`, [abort("APPEND_ONLY", "1")]),
  ];
};

const newestSeq = "(select max(seq) from audit_event where company_id = new.company_id)";

/** The column of a licence by which this table says that its row was written. */
const markOf = (root: EntityTable): string => `used_${tableName(root.table)}`;

/** The columns that licences need for the entity tables of this list: the runner adds them. */
export const licenceMarks = (tables: readonly TableClass[]): readonly string[] =>
  tables.filter((one) => one.kind === "entity").map(markOf);

/** Whether a licence is of an entity that this table keeps; names of other tables are no objects. */
const isOf = (root: EntityTable, others: readonly string[]): string =>
  "name" in root.entity
    ? `old.entity = ${quoted(root.entity.name)}`
    : others.length === 0
      ? "1"
      : `old.entity not in (${others.map(quoted).join(", ")})`;

/** The version that the entity of a licence has in this table, as SQL; null where it is not there. */
const presentVersion = ({ table, entity }: EntityTable): string =>
  `(select version from ${tableName(table)} where company_id = old.company_id` +
  ("name" in entity ? "" : ` and ${entity.column} = old.entity`) +
  " and id = old.entity_id)";

// A licence is opened while an event is being inserted and at no other time: `audit_head` is behind the log only then.
// It is ended by the write of its entity alone: the table marks it, and the mark is refused unless the row is as the
// event says. So there is no phantom, no replay and no early end. Triggers on columns of their own keep the cost of a
// statement apart from the number of tables: only those of the table that is written are compiled into it.
const licenceTriggers = (roots: readonly EntityTable[]): readonly Trigger[] => {
  const own = roots.flatMap(({ entity }) => ("name" in entity ? [entity.name] : []));
  const marks = roots.map(markOf);
  const unmarked = marks.map((mark) => `old.${mark} is null`).join(" and ");
  return [
    trigger("audit_head_before_insert", "before insert on audit_head", [
      abort("LICENCE", `new.seq is not ${newestSeq}`),
    ]),
    trigger("audit_head_before_update", "before update on audit_head", [
      abort("LICENCE", `new.company_id is not old.company_id or new.seq is not ${newestSeq}`),
    ]),
    trigger("audit_head_before_delete", "before delete on audit_head", [abort("LICENCE", "1")]),
    trigger("audit_licence_before_insert", "before insert on audit_licence", [
      abort(
        "LICENCE",
        `${newestSeq} is (select seq from audit_head where company_id = new.company_id)` +
          " or exists(select 1 from audit_licence where company_id = new.company_id" +
          " and entity = new.entity and entity_id = new.entity_id)",
      ),
    ]),
    trigger(
      "audit_licence_before_update",
      "before update of company_id, entity, entity_id, version, op, unused on audit_licence",
      [abort("LICENCE", "1")],
    ),
    trigger("audit_licence_before_delete", "before delete on audit_licence", [
      abort("LICENCE", unmarked === "" ? "1" : unmarked),
    ]),
    ...roots.flatMap((root) => {
      const mark = markOf(root);
      const on = `of ${mark} on audit_licence`;
      return [
        trigger(`audit_licence_before_${mark}`, `before update ${on}`, [
          abort(
            "LICENCE_STATE",
            `new.${mark} is not 1 or not (${isOf(root, own)}) or ${presentVersion(root)}` +
              " is not case old.op when 'delete' then null else old.version end",
          ),
        ]),
        trigger(`audit_licence_after_${mark}`, `after update ${on}`, [
          "delete from audit_licence where company_id = old.company_id" +
            " and entity = old.entity and entity_id = old.entity_id;",
        ]),
      ];
    }),
  ];
};

const auditTriggers = (roots: readonly EntityTable[]): readonly Trigger[] => [
  trigger("audit_event_before_insert", "before insert on audit_event", [
    // A row keyed by hand could replace another one without a word; a row without a key of its own reads -1 here.
    abort("AUDIT_ID", "new.rowid <> -1"),
    abort("AUDIT_SEQ", `new.seq is not 1 + coalesce(${newestSeq}, 0)`),
    abort(
      "AUDIT_ID",
      "exists(select 1 from audit_event where company_id = new.company_id and id = new.id)",
    ),
    abort(
      "AUDIT_VERSION",
      "new.version is not null and new.version is not 1 + coalesce((select max(version) from audit_event" +
        " where company_id = new.company_id and entity = new.entity and entity_id = new.entity_id" +
        " and version is not null), 0)",
    ),
  ]),
  trigger("audit_event_before_update", "before update on audit_event", [
    abort("AUDIT_IMMUTABLE", "1"),
  ]),
  trigger("audit_event_before_delete", "before delete on audit_event", [
    abort("AUDIT_IMMUTABLE", "1"),
  ]),
  trigger("audit_event_after_insert", "after insert on audit_event", [
    "insert into audit_licence(company_id, entity, entity_id, version, op)" +
      " select new.company_id, new.entity, new.entity_id, new.version, new.op where new.op is not null;",
    "insert into audit_head(company_id, seq) values (new.company_id, new.seq)" +
      " on conflict(company_id) do update set seq = excluded.seq;",
  ]),
  ...licenceTriggers(roots),
  // The check of the table itself can be switched off for a connection, and one row would satisfy every licence.
  trigger("audit_never_before_insert", "before insert on audit_never", [abort("LICENCE", "1")]),
  trigger("audit_value_before_insert", "before insert on audit_value", [
    abort(
      "UNAUDITED",
      "not exists(select 1 from audit_event where company_id = new.company_id and id = new.event_id" +
        " and length(new.commitment) = 64" +
        ` and instr(diff, '{"$commitment":"' || new.commitment || '"}') > 0)`,
    ),
    abort(
      "DUPLICATE",
      "exists(select 1 from audit_value where company_id = new.company_id and event_id = new.event_id" +
        " and commitment = new.commitment)",
    ),
  ]),
  trigger("audit_value_before_update", "before update on audit_value", [
    abort("AUDIT_IMMUTABLE", "1"),
  ]),
  trigger("audit_value_before_delete", "before delete on audit_value", [
    abort("AUDIT_IMMUTABLE", "1"),
  ]),
];

/**
 * Every trigger of the table list: what makes an unaudited change impossible. Refusals abort with one word: UNAUDITED,
 * DUPLICATE, BAD_VERSION, BAD_KEY, APPEND_ONLY, LICENCE, LICENCE_STATE, AUDIT_SEQ, AUDIT_ID, AUDIT_VERSION,
 * AUDIT_IMMUTABLE.
 */
export const triggersOf = (tables: readonly TableClass[]): readonly Trigger[] => {
  const roots = tables.filter((one) => one.kind === "entity");
  return [
    ...auditTriggers(roots),
    ...tables.flatMap((one) => {
      switch (one.kind) {
        case "entity":
          return entityTriggers(one);
        case "part":
          return partTriggers(one);
        case "append":
          return appendTriggers(one);
        case "derived":
        case "technical":
        case "search":
          return [];
        default:
          return one satisfies never;
      }
    }),
  ];
};
