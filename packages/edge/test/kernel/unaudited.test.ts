import { createClient, type InStatement } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openWorld, type World } from "../access/acme.ts";
import { databases } from "../support/databases.ts";

const next = (one: string): string =>
  `(select max(seq) + 1 from audit_event where company_id = '${one}')`;

describe.each(databases)("on %s", (on) => {
  let world: World;
  let id: string;
  let other: string;
  let user: string;

  beforeAll(async () => {
    world = await openWorld(on);
    const made = await world.send("amy", "POST", "/api/records/account", {
      fields: { name: "Acme" },
      externalId: "a-1",
    });
    id = String(made.body["id"]);
    const product = { fields: { name: "GTX", code: "P-1" } };
    other = String((await world.send("amy", "POST", "/api/records/product", product)).body["id"]);
    user = world.users.ada;
  });
  afterAll(() => world.close());

  const tables = [
    "audit_event",
    "audit_value",
    "audit_licence",
    "audit_head",
    "record",
    "record_external",
    "record_unique",
    "user",
    "permission_set",
    "permission_set_user",
    "company",
  ];

  /** Everything the tables hold, as one text. */
  const state = async (): Promise<string> => {
    const found = await world.db.batch(
      tables.map((name) => `select * from "${name}"`),
      "read",
    );
    return JSON.stringify(found.map(({ rows }) => rows.map((row) => Object.values(row))));
  };

  const company = (): string => world.acme;

  interface Event {
    readonly seq?: string;
    readonly id?: string;
    readonly company?: string;
    readonly entity?: string;
    readonly entityId?: string;
    readonly version?: string;
    readonly op?: string;
  }

  /** An audit row as anybody with the database in hand could write it. */
  const event = (given: Event): string => {
    const at = given.company ?? company();
    return `insert into audit_event(company_id, seq, id, at, action, entity, entity_id, version, op, outcome,
      actor, actor_kind, actor_label, request_id, route, diff)
    values ('${at}', ${given.seq ?? next(at)}, '${given.id ?? crypto.randomUUID()}', 1, 'x.y.z',
      '${given.entity ?? "account"}', '${given.entityId ?? id}', ${given.version ?? "2"},
      ${given.op === undefined ? "'update'" : given.op}, 'success', 'm', 'user', 'm', 'r', 'r', '{}')`;
  };

  const row = (version: number, key: string = id, at: string = company()): string =>
    `('${at}', 'account', '${key}', ${version}, null, 1, 1, '{}')`;
  const columns = "(company_id, object, id, version, owner_id, created_at, updated_at, data)";
  const here = (): string => `company_id = '${company()}' and object = 'account' and id = '${id}'`;
  const fresh = "0190a000-0000-7000-8000-0000000000ff";

  const attempts: readonly (readonly [string, () => readonly InStatement[]])[] = [
    [
      "insert a record without an event",
      () => [`insert into record${columns} values ${row(1, fresh)}`],
    ],
    ["change a record without an event", () => [`update record set version = 2 where ${here()}`]],
    [
      "change a record without a new version",
      () => [`update record set data = '{}' where ${here()}`],
    ],
    ["delete a record without an event", () => [`delete from record where ${here()}`]],
    ["delete every record", () => ["delete from record"]],
    ["replace a record by its key", () => [`replace into record${columns} values ${row(2)}`]],
    [
      "replace a record under an event",
      () => [event({}), `replace into record${columns} values ${row(2)}`],
    ],
    [
      "upsert a record",
      () => [
        `insert into record${columns} values ${row(2)} on conflict do update set data = '{"x":1}', version = 2`,
      ],
    ],
    ["an event without its write", () => [event({})]],
    [
      "a creating event without its write",
      () => [event({ entityId: fresh, version: "1", op: "'create'" })],
    ],
    ["a deleting event without its write", () => [event({ op: "'delete'" })]],
    [
      "an event of a table that is not there",
      () => [event({ entity: "ghost", version: "1", op: "'create'" })],
    ],
    [
      "end the licence by hand",
      () => [event({}), `delete from audit_licence where entity_id = '${id}'`],
    ],
    [
      "end a deleting licence by hand",
      () => [event({ op: "'delete'" }), `delete from audit_licence where entity_id = '${id}'`],
    ],
    [
      "end a creating licence by hand",
      () => [
        event({ entityId: fresh, version: "1", op: "'create'" }),
        `delete from audit_licence where entity_id = '${fresh}'`,
      ],
    ],
    [
      "open a licence without an event",
      () => [
        `insert into audit_licence(company_id, entity, entity_id, version, op)
        values ('${company()}', 'account', '${id}', 2, 'update')`,
        `update record set version = 2 where ${here()}`,
      ],
    ],
    [
      "open the licence of an old event again",
      () => [
        `insert into audit_licence(company_id, entity, entity_id, version, op)
        values ('${company()}', 'account', '${id}', 1, 'create')`,
        `insert into record_unique(company_id, object, field, value, root_id, root_version)
        values ('${company()}', 'account', 'code', 'x', '${id}', 1)`,
        `delete from audit_licence where entity_id = '${id}'`,
      ],
    ],
    [
      "open the licence of the newest event again, for a part",
      () => [
        `insert into audit_licence(company_id, entity, entity_id, version, op)
        values ('${company()}', 'product', '${other}', 1, 'create')`,
        `update record_unique set root_version = 1 where root_id = '${other}'`,
        `delete from audit_licence where entity_id = '${other}'`,
      ],
    ],
    [
      "two writes under one event",
      () => [
        event({}),
        `update record set version = 2 where ${here()}`,
        `update record set version = 3 where ${here()}`,
      ],
    ],
    [
      "a write of two versions at once",
      () => [event({}), `update record set version = 3 where ${here()}`],
    ],
    [
      "an update under a deleting event",
      () => [event({ op: "'delete'" }), `update record set version = 2 where ${here()}`],
    ],
    ["a delete under an updating event", () => [event({}), `delete from record where ${here()}`]],
    ["an event of a version that was", () => [event({ version: "1" })]],
    [
      "an event of a version to come",
      () => [event({ version: "3" }), `update record set version = 3 where ${here()}`],
    ],
    ["an event with a gap in seq", () => [event({ seq: "99999", version: "null", op: "null" })]],
    ["an event in a place that is taken", () => [event({ seq: "1", version: "null", op: "null" })]],
    [
      "replace an event by its place",
      () => [event({ seq: "1", version: "null", op: "null" }).replace("insert", "replace")],
    ],
    [
      "replace an event by its id",
      () => [
        event({ version: "null", op: "null" })
          .replace("insert", "replace")
          .replace(
            /'[0-9a-f-]{36}', 1, 'x.y.z'/,
            "(select id from audit_event limit 1), 1, 'x.y.z'",
          ),
      ],
    ],
    ["change an event", () => ["update audit_event set actor = 'nobody'"]],
    [
      "change an event or replace it",
      () => ["update or replace audit_event set seq = 1 where seq = 2"],
    ],
    ["delete an event", () => ["delete from audit_event where seq = 1"]],
    ["delete every event", () => ["delete from audit_event"]],
    ["an operation without a version", () => [event({ version: "null", op: "'update'" })]],
    [
      "move a record to another company",
      () => [
        event({}),
        `update record set version = 2, company_id = '${world.globex}' where ${here()}`,
      ],
    ],
    [
      "write a record under the event of another company",
      () => [
        event({ company: world.globex, entityId: fresh, version: "1", op: "'create'" }),
        `insert into record${columns} values ${row(1, fresh)}`,
      ],
    ],
    [
      "rename a record's key",
      () => [event({}), `update record set version = 2, id = '${fresh}' where ${here()}`],
    ],
    [
      "a part without its root's event",
      () => [
        `insert into record_external(company_id, object, external_id, root_id, root_version)
      values ('${company()}', 'account', 'stolen', '${id}', 1)`,
      ],
    ],
    ["take away a part", () => [`delete from record_external where root_id = '${id}'`]],
    [
      "change a part",
      () => [`update record_external set external_id = 'b' where root_id = '${id}'`],
    ],
    [
      "replace a part by its key",
      () => [
        event({}),
        `replace into record_external(company_id, object, external_id, root_id, root_version)
      values ('${company()}', 'account', 'a-1', '${id}', 2)`,
        `update record set version = 2 where ${here()}`,
      ],
    ],
    [
      "hold a permission set unseen",
      () => [
        `insert into permission_set_user(company_id, root_id, set_id, root_version)
      values ('${company()}', '${user}', '${world.sets["Administrator"]}', 1)`,
      ],
    ],
    ["change a user unseen", () => [`update user set name = 'Eve' where id = '${user}'`]],
    [
      "take another user's address by replacing him",
      () => [
        `replace into user(company_id, id, version, name, email, active, created_at, updated_at)
      select company_id, '${fresh}', 1, name, email, 1, 1, 1 from user where id = '${user}'`,
      ],
    ],
    [
      "forge a personal value",
      () => [
        `insert into audit_value(company_id, commitment, event_id, subject, salt, value)
      select '${company()}', 'ab', id, 's', 's', '1' from audit_event limit 1`,
      ],
    ],
    ["change a personal value", () => ["update audit_value set value = '1'"]],
    ["delete a personal value", () => ["delete from audit_value"]],
    [
      "satisfy the licence's reference",
      () => ["insert into audit_never(id) values (1)", event({})],
    ],
    ["switch foreign keys off first", () => ["pragma foreign_keys = off", event({})]],
    ["defer what is deferred already", () => ["pragma defer_foreign_keys = on", event({})]],
    [
      "let replaced rows fire triggers",
      () => ["pragma recursive_triggers = on", `replace into record${columns} values ${row(2)}`],
    ],
    [
      "show a licence of a table of one's own",
      () => [
        "create temp table audit_licence(company_id, entity, entity_id, version, op)",
        `insert into temp.audit_licence values ('${company()}', 'account', '${id}', 2, 'update')`,
        `update main.record set version = 2 where ${here()}`,
      ],
    ],
    [
      "write by a trigger of one's own",
      () => [
        `create temp trigger mine after insert on main.idempotency
        begin update record set version = 2 where id = '${id}'; end`,
        `insert into idempotency values ('${company()}', 'a', 'k', 'h', 'r', 'v', '{}', 1)`,
      ],
    ],
    [
      "take back the event alone",
      () => [
        "savepoint one",
        event({}),
        "rollback to one",
        `update record set version = 2 where ${here()}`,
        "release one",
      ],
    ],
    [
      "copy rows from another database",
      () => [
        "attach ':memory:' as elsewhere",
        "create table elsewhere.copy as select * from main.record",
        "insert into main.record select * from elsewhere.copy",
      ],
    ],
    [
      "write a user as a record of that name",
      () => [
        event({ entity: "access.user", entityId: fresh, version: "1", op: "'create'" }),
        `insert into record${columns} values ${row(1, fresh).replace("'account'", "'access.user'")}`,
      ],
    ],
    [
      "keep a personal value under a piece of a word",
      () => [
        `insert into audit_value(company_id, commitment, event_id, subject, salt, value)
      select '${company()}', '', id, 's', 's', '1' from audit_event limit 1`,
      ],
    ],
    [
      "satisfy the licence's reference without checks",
      () => ["pragma ignore_check_constraints = on", "insert into audit_never(id) values (1)"],
    ],
    [
      "end the licence by a mark of one's own",
      () => [event({}), "update audit_licence set used_record = 1"],
    ],
    [
      "end the licence of a user by the mark of a record",
      () => [
        event({ entity: "access.user", entityId: user }),
        "update audit_licence set used_record = 1",
      ],
    ],
    [
      "end the licence of a record by the mark of a user",
      () => [
        event({}),
        `update record set version = 3 where ${here()}`,
        "update audit_licence set used_user = 1",
      ],
    ],
    [
      "turn a licence to another record",
      () => [
        event({}),
        `update audit_licence set entity = 'product', entity_id = '${other}'`,
        `update record set version = 2 where id = '${other}'`,
      ],
    ],
    [
      "turn a licence to another version",
      () => [
        event({}),
        "update audit_licence set version = 3",
        `update record set version = 3 where ${here()}`,
      ],
    ],
    [
      "turn an updating licence to a deleting one",
      () => [
        event({}),
        "update audit_licence set op = 'delete'",
        `delete from record where ${here()}`,
      ],
    ],
    [
      "satisfy a licence by taking its reference away",
      () => [event({}), "update audit_licence set unused = null"],
    ],
    [
      "open the licence of an event that was written with or ignore again",
      () => [
        event({}).replace("insert", "insert or ignore"),
        `update record set version = 2 where ${here()}`,
        `insert into audit_licence(company_id, entity, entity_id, version, op)
        values ('${company()}', 'account', '${id}', 2, 'update')`,
        `insert into record_unique(company_id, object, field, value, root_id, root_version)
        values ('${company()}', 'account', 'code', 'x', '${id}', 2)`,
        "update audit_licence set used_record = 1",
      ],
    ],
    [
      "write two events of one record where one licence replaces the other",
      () => [
        event({ entityId: fresh, version: "1", op: "'create'" }),
        event({ entityId: fresh, version: "2", op: "'create'" }).replace("insert", "replace"),
        `insert into record${columns} values ${row(2, fresh)}`,
      ],
    ],
    ["move the head of the log on", () => ["update audit_head set seq = seq + 1"]],
    ["move the head of the log back", () => ["update audit_head set seq = seq - 1"]],
    ["take the head of the log away", () => ["delete from audit_head"]],
    [
      "set the head of a log that is not there",
      () => ["insert into audit_head(company_id, seq) values ('nobody', 7)"],
    ],
    [
      "key an event by hand, to replace another one",
      () => [
        event({ version: "null", op: "null" })
          .replace("insert", "replace")
          .replace("(company_id", "(rowid, company_id")
          .replace("values (", "values (1, "),
      ],
    ],
    [
      "write an event again under its own id",
      () => [
        event({ version: "null", op: "null", id: fresh }),
        event({ version: "null", op: "null", id: fresh }),
      ],
    ],
    [
      "a part without the write of its root",
      () => [
        event({}),
        `insert into record_unique(company_id, object, field, value, root_id, root_version)
        values ('${company()}', 'account', 'code', 'x', '${id}', 2)`,
      ],
    ],
    [
      "a part under the licence of another root",
      () => [
        event({}),
        `insert into record_unique(company_id, object, field, value, root_id, root_version)
        values ('${company()}', 'product', 'other', 'x', '${other}', 2)`,
        `update record set version = 2 where ${here()}`,
      ],
    ],
    [
      "move a part to another root",
      () => [
        event({}),
        `update record_external set root_id = '${fresh}', root_version = 2 where root_id = '${id}'`,
        `update record set version = 2 where ${here()}`,
      ],
    ],
    [
      "update or replace a part onto the key of another",
      () => ["update or replace record_unique set value = 'x', root_version = 1"],
    ],
    ["take away every part (without a condition)", () => ["delete from record_unique"]],
    [
      "update or replace a record onto the key of another",
      () => [`update or replace record set id = '${other}', version = 2 where ${here()}`],
    ],
    [
      "insert a record, or ignore that it may not be",
      () => [`insert or ignore into record${columns} values ${row(1, fresh)}`],
    ],
    [
      "change every record from a query",
      () => ["update record set version = record.version + 1 from user where true"],
    ],
    [
      "create a record and leave the event of its change behind",
      () => [
        event({ entityId: fresh, version: "1", op: "'create'" }),
        `insert into record${columns} values ${row(1, fresh)}`,
        event({ entityId: fresh, version: "2" }),
      ],
    ],
    [
      "move an event to another company",
      () => [`update audit_event set company_id = '${world.globex}' where seq = 1`],
    ],
    [
      "complete a job whose lease one does not hold",
      () => [
        `insert into job(company_id, id, kind, priority, run_at, payload, created_at)
        values ('${company()}', 'j', 'x.y', 0, 1, '{}', 1)`,
        `insert into job_run(company_id, job_id, lease, attempt, outcome, started_at, ended_at)
        values ('${company()}', 'j', 'stale', 1, 'done', 1, 2)`,
      ],
    ],
  ];

  // The server does not even parse temporary tables, attached databases and most pragmas.
  const refusals = /UNAUDITED|DUPLICATE|BAD_VERSION|BAD_KEY|LICENCE|AUDIT_|constraint/;

  test("there are at least eighty kinds of attempts, each another one", () => {
    expect(new Set(attempts.map(([name]) => name)).size).toBe(attempts.length);
    expect(attempts.length).toBeGreaterThanOrEqual(80);
  });

  describe("the database refuses to", () => {
    test.each(attempts)("%s", async (_name, statements) => {
      const before = await state();
      await expect(world.db.batch([...statements()], "write")).rejects.toThrow(
        on === "file" ? refusals : new RegExp(`${refusals.source}|unsupported statement`),
      );
      expect(await state()).toBe(before);
    });
  });

  test("an audited write in one batch passes, so the refusals above are not of everything", async () => {
    await world.db.batch(
      [event({}), `update record set version = 2, data = '{"name":"Acme 2"}' where ${here()}`],
      "write",
    );
    const answer = await world.send("amy", "GET", `/api/records/account/${id}`);
    expect(answer.body["version"]).toBe(2);
  });

  test("every change over HTTP leaves exactly one event for each version", async () => {
    const { rows } = await world.db.execute(
      `select r.id, r.version, (select count(*) from audit_event a where a.company_id = r.company_id
       and a.entity = r.object and a.entity_id = r.id and a.op is not null) as events from record r`,
    );
    expect(rows.every((one) => one["version"] === one["events"])).toBe(true);
  });

  // The owner of a file, and whoever holds a token for writing, can do what he likes; what he did must show.
  test("a forced event and a trigger taken out of the schema show in the health of the edge", async () => {
    const ready = async (): Promise<number> => (await world.send("amy", "GET", "/readyz")).status;
    expect(await ready()).toBe(200);
    const { url, authToken } = world.options;
    const past = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
    const forced = event({ entityId: fresh, version: "1", op: "'create'" });
    await past.executeMultiple(`pragma foreign_keys = off; ${forced}`);
    expect(await ready()).toBe(503);
    await past.executeMultiple(
      "drop trigger audit_licence_before_delete; delete from audit_licence",
    );
    expect(await ready()).toBe(503);
    past.close();
  });
});
