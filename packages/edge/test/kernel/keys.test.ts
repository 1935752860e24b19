import { unwrap } from "@ennead/core/kernel";
import {
  createEnnead,
  hs256Bearer,
  openLibsql,
  sharedDb,
  signHs256,
  type Ennead,
  type SealedCount,
} from "@ennead/edge";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { base64Url, fromBase64Url } from "../../src/kernel/keys/digest.ts";
import { keyRing, type Key, type KeyRing } from "../../src/kernel/keys/keys.ts";
import { keyIdOf, type SealPlace } from "../../src/kernel/keys/seal.ts";
import { databases } from "../support/databases.ts";
import {
  bulk,
  linesOf,
  openEdge,
  secret,
  visit as visitObject,
  type Edge,
  type Reply,
} from "../support/edge.ts";
import { mailingRoom } from "../support/mail-room.ts";

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const keyOf = (id: string, byte: number): Key => ({ id, secret: new Uint8Array(32).fill(byte) });
const [old, young, strange] = [keyOf("old", 1), keyOf("young", 2), keyOf("old", 3)];
const ring = (...keys: readonly Key[]): KeyRing => keyRing(keys, random);
const place: SealPlace = { company: "c", table: "record", row: "visit/1", field: "pin" };

/** Every text that differs from this one in one bit of one of its characters. */
const flipped = (text: string): readonly string[] =>
  Array.from({ length: text.length * 8 }, (_, at) => {
    const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
    return String.fromCharCode(...bytes);
  });

const codeOf = (result: { ok: boolean; error?: { code: string } }): string | undefined =>
  result.error?.code;

describe("base64 for URLs", () => {
  test("gives back every value, and reads no other writing of it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), (bytes, pick) => {
        const text = base64Url(bytes);
        expect(fromBase64Url(text)).toEqual(bytes);
        const others = flipped(text);
        const other = others[pick % Math.max(others.length, 1)];
        if (other === undefined) return;
        const read = fromBase64Url(other);
        expect(read === null || base64Url(read) === other).toBe(true);
      }),
    );
  });

  test("takes values that are longer than a call has arguments", () => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => at % 251);
    expect(fromBase64Url(base64Url(bytes))).toEqual(bytes);
  });
});

describe("a sealed value", () => {
  test("opens to what was sealed, whatever the text and the place", async () => {
    const keys = ring(young, old);
    const names = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(
        names,
        names,
        names,
        names,
        names,
        async (text, company, table, row, field) => {
          const where = { company, table, row, field };
          const sealed = await keys.seal("test", where, text);
          expect(unwrap(await keys.open("test", where, sealed))).toBe(text);
        },
      ),
    );
  });

  test("does not open at any other place or for any other purpose", async () => {
    const keys = ring(old);
    const sealed = await keys.seal("test", place, "4711");
    const moved = (Object.keys(place) as (keyof SealPlace)[]).map((part) => ({
      ...place,
      [part]: `${place[part]}x`,
    }));
    // The same letters, divided otherwise among table and row.
    moved.push({ ...place, table: "recordvisit", row: "/1" });
    for (const other of moved) {
      expect(codeOf(await keys.open("test", other, sealed))).toBe("kernel/seal-broken");
    }
    expect(codeOf(await keys.open("other", place, sealed))).toBe("kernel/seal-broken");
  });

  test("is refused with any bit of it flipped, cut or lengthened", async () => {
    const keys = ring(old, young);
    const sealed = await keys.seal("test", place, "4711");
    const wrong = [
      ...flipped(sealed),
      ...Array.from(sealed, (_, at) => sealed.slice(0, at)),
      `${sealed}A`,
      `${sealed}=`,
      ` ${sealed}`,
      `${sealed}\n`,
      sealed.replace("es1", "es2"),
    ];
    for (const other of wrong) {
      const opened = await keys.open("test", place, other);
      expect(["kernel/seal-broken", "kernel/key-missing"]).toContain(codeOf(opened));
    }
  });

  test("hides its text and whether two values are equal", async () => {
    const keys = ring(old);
    const [one, two] = [await keys.seal("t", place, "4711"), await keys.seal("t", place, "4711")];
    expect(one).not.toBe(two);
    expect(one).not.toContain("4711");
    expect(one).not.toContain(base64Url(new TextEncoder().encode("4711")));
  });

  test("names its key, and a text that is not sealed names none", async () => {
    expect(keyIdOf(await ring(young, old).seal("t", place, ""))).toBe("young");
    expect(keyIdOf("4711")).toBeNull();
    expect(keyIdOf("")).toBeNull();
  });

  test("opens after its key was followed by another, and says so when its key is gone", async () => {
    const before = await ring(old).seal("t", place, "4711");
    const both = ring(young, old);
    expect(unwrap(await both.open("t", place, before))).toBe("4711");
    const after = await both.seal("t", place, unwrap(await both.open("t", place, before)));
    const later = ring(young);
    expect(unwrap(await later.open("t", place, after))).toBe("4711");
    expect(await later.open("t", place, before)).toMatchObject({
      ok: false,
      error: { code: "kernel/key-missing", message: expect.stringContaining("old") },
    });
  });

  test("does not open with another secret under the same id", async () => {
    const sealed = await ring(old).seal("t", place, "4711");
    expect(codeOf(await ring(strange).open("t", place, sealed))).toBe("kernel/seal-broken");
  });
});

describe("a token", () => {
  const claims = { user: "u1", list: ["ä", "\u{1f600}"] };

  test("says its claims until it expires", async () => {
    const keys = ring(young, old);
    const token = await keys.mintToken("ticket", claims, 1000);
    expect(encodeURIComponent(token)).toBe(token);
    expect(unwrap(await keys.readToken("ticket", token, 999))).toEqual(claims);
    expect(codeOf(await keys.readToken("ticket", token, 1000))).toBe("kernel/token-expired");
  });

  test("is refused for another purpose, and with any bit of it flipped", async () => {
    const keys = ring(old);
    const token = await keys.mintToken("ticket", claims, 1000);
    expect(codeOf(await keys.readToken("embed", token, 0))).toBe("kernel/bad-token");
    for (const other of [...flipped(token), "", "et1.old", `${token}A`, "x".repeat(10_000)]) {
      expect(codeOf(await keys.readToken("ticket", other, 0))).toBe("kernel/bad-token");
    }
  });

  test("is valid as long as its key is in the ring", async () => {
    const token = await ring(old).mintToken("ticket", claims, 1000);
    expect(unwrap(await ring(young, old).readToken("ticket", token, 0))).toEqual(claims);
    expect(codeOf(await ring(young).readToken("ticket", token, 0))).toBe("kernel/bad-token");
  });

  test("is not made with more claims than fit into a URL", async () => {
    await expect(ring(old).mintToken("t", { text: "x".repeat(4000) }, 1)).rejects.toThrow("4096");
  });
});

test("a ring refuses no keys, short secrets, odd ids and an id that is there twice", () => {
  expect(() => ring()).toThrow("at least one key");
  expect(() => ring({ id: "k", secret: new Uint8Array(31) })).toThrow("32 bytes");
  expect(() => ring(keyOf("k.1", 1))).toThrow("letters and digits");
  expect(() => ring(old, strange)).toThrow("same id");
});

const valuesByKey = (
  name: string,
  counts: readonly SealedCount[],
): readonly (readonly [string, number])[] =>
  counts.filter((one) => one.place === name).map(({ key, values }) => [key, values]);

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({ keys: [old], rooms: [mailingRoom] }, on);
  });
  afterAll(() => edge.close());

  const visit = async (fields: object): Promise<Reply> =>
    edge.send("admin", "POST", "/api/records/visit", { body: { fields } });
  const stored = async (id: unknown): Promise<Record<string, unknown>> => {
    const { rows } = await edge.db.execute({
      sql: "select version, data from record where id = ?",
      args: [String(id)],
    });
    return { version: rows[0]?.["version"], ...JSON.parse(String(rows[0]?.["data"])) };
  };
  /** Every text of the whole database. */
  const everything = async (): Promise<string> => {
    const { rows: columns } = await edge.db.execute(
      `select t.name as "table", c.name as "column" from sqlite_schema t, pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite_%'
          and t.sql not like 'create virtual%'`,
    );
    const texts = [];
    for (const { table, column } of columns) {
      const { rows } = await edge.db.execute(
        // Blobs, such as those of full-text indexes, are no texts that a server could send.
        `select group_concat(hex(cast("${String(column)}" as blob))) as text from "${String(table)}"`,
      );
      const hex = String(rows[0]?.["text"] ?? "").replaceAll(",", "0A");
      texts.push(Buffer.from(hex, "hex").toString("latin1"));
    }
    return texts.join("\n");
  };

  test("a secret is nowhere in the database, in no answer, and in the log only as changed", async () => {
    const first = await visit({ subject: "Sealed", pin: "first-secret-4711" });
    const id = String(first.body["id"]);
    expect(first.body["fields"]).toMatchObject({ pin: { set: true } });
    expect((await stored(id))["pin"]).toMatch(/^es1\.old\./);
    const second = await edge.send("admin", "PATCH", `/api/records/visit/${id}`, {
      body: { fields: { pin: "second-secret-4712" } },
      headers: { "idempotency-key": "second" },
    });
    expect(second.status).toBe(200);
    const load = await edge.send("admin", "POST", "/api/records/visit/bulk", {
      raw: ["loaded-secret-4713", "loaded-secret-4714"]
        .map((pin) => JSON.stringify({ externalId: "x", fields: { subject: "Loaded", pin } }))
        .join("\n"),
      headers: bulk("load"),
    });
    expect(linesOf(load)).toMatchObject([{ status: "created" }, { status: "updated" }]);
    const list = await edge.send("admin", "GET", "/api/records/visit");
    const whole = await everything();
    expect(whole).toContain("Sealed");
    for (const text of [first.text, second.text, load.text, list.text, whole]) {
      expect(text).not.toMatch(/secret-471/);
    }
    const { rows } = await edge.db.execute({
      sql: "select diff from audit_event where entity_id = ? and op = 'update'",
      args: [id],
    });
    expect(JSON.parse(String(rows[0]?.["diff"]))).toMatchObject({
      changes: [{ path: ["pin"], before: { $redacted: "secret" }, after: { $redacted: "secret" } }],
    });
  });

  test("a stored answer is sealed, is answered again, and is missed when its key is gone", async () => {
    const sent = {
      body: { fields: { subject: "Words" } },
      headers: { "idempotency-key": "again" },
    };
    const first = await edge.send("admin", "POST", "/api/records/visit", sent);
    const { rows } = await edge.db.execute("select response from idempotency where key = 'again'");
    expect(rows[0]?.["response"]).toMatch(/^es1\.old\./);
    const again = await edge.send("admin", "POST", "/api/records/visit", sent);
    expect([again.headers.get("idempotency-replayed"), again.body]).toEqual(["true", first.body]);
    const other = await edgeWith(young);
    const { status, body } = await other("/api/records/visit", sent);
    expect([status, body]).toEqual([503, expect.objectContaining({ code: "kernel/key-missing" })]);
  });

  test("a new key takes over what an old one sealed, and then the old one may go", async () => {
    const made = await visit({ subject: "Rotated", pin: "4715" });
    const before = await stored(made.body["id"]);
    const rotated = await edgeOn(young, old);
    const sealed = await rotated.sealed(edge.ours);
    expect(valuesByKey("record.visit.pin", sealed)).toEqual([["old", 3]]);
    expect(sealed.find((one) => one.place === "idempotency.response")?.key).toBe("old");
    expect(valuesByKey("record.visit.pin", await rotated.reseal(edge.ours))).toEqual([
      ["young", 3],
    ]);
    const after = await stored(made.body["id"]);
    expect(after["pin"]).toMatch(/^es1\.young\./);
    expect(after["version"]).toBe(Number(before["version"]) + 1);
    const { rows } = await edge.db.execute(
      "select count(*) as events from audit_event where action = 'record.visit.reseal'",
    );
    expect(Number(rows[0]?.["events"])).toBe(3);
    // Nothing is left to do, and nothing is written.
    expect(valuesByKey("record.visit.pin", await rotated.reseal(edge.ours))).toEqual([
      ["young", 3],
    ]);
    expect(await stored(made.body["id"])).toEqual(after);
    const where: SealPlace = {
      company: edge.ours,
      table: "record",
      row: `visit/${String(made.body["id"])}`,
      field: "pin",
    };
    expect(unwrap(await ring(young).open("record", where, String(after["pin"])))).toBe("4715");
  });

  test("mails that wait are sealed anew with the rest", async () => {
    const asked = await edge.send("admin", "POST", "/api/mailings", {
      body: { to: "ann@example.com", subject: "Personal words" },
    });
    expect(asked.status).toBe(204);
    const rotated = await edgeOn(young, old);
    expect(valuesByKey("job.payload", await rotated.sealed(edge.ours))).toEqual([["old", 1]]);
    expect(valuesByKey("job.payload", await rotated.reseal(edge.ours))).toEqual([["young", 1]]);
    expect(await everything()).not.toContain("Personal words");
  });

  test("a secret that was moved to another record opens there no more, and is left as it is", async () => {
    const [one, two] = [await visit({ subject: "a", pin: "1" }), await visit({ subject: "b" })];
    const { pin } = await stored(one.body["id"]);
    const row = `visit/${String(two.body["id"])}`;
    const moved: SealPlace = { company: edge.ours, table: "record", row, field: "pin" };
    expect(codeOf(await ring(old).open("record", moved, String(pin)))).toBe("kernel/seal-broken");
  });

  /** Another edge on the same database with other keys. */
  async function edgeOn(...keys: readonly Key[]): Promise<Ennead> {
    const other = createEnnead({
      db: sharedDb(await openLibsql(edge.options)),
      auth: [hs256Bearer({ secret })],
      clock: Date.now,
      random,
      keys,
      objectDefinitions: [visitObject],
      rooms: [mailingRoom],
    });
    others.push(other);
    return other;
  }
  const others: Ennead[] = [];
  afterAll(() => Promise.all(others.map((other) => other.close())));

  async function edgeWith(
    ...keys: readonly Key[]
  ): Promise<(path: string, sent: { body: object; headers: object }) => Promise<Reply>> {
    const other = await edgeOn(...keys);
    return async (path, { body, headers }) => {
      const now = Math.floor(Date.now() / 1000);
      const token = await signHs256(secret, {
        sub: edge.users.admin,
        company: edge.ours,
        iat: now,
        exp: now + 60,
      });
      const answer = await other.fetch(
        new Request(`http://ennead.example${path}`, {
          method: "POST",
          body: JSON.stringify(body),
          headers: {
            authorization: `Bearer ${token}`,
            "content-type": "application/json",
            ...headers,
          },
        }),
      );
      const text = await answer.text();
      const read = JSON.parse(text) as Record<string, unknown>;
      return { status: answer.status, headers: answer.headers, text, body: read };
    };
  }
});
