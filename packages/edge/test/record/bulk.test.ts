import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases, isCommand } from "../support/databases.ts";
import { bulk, linesOf, openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const row = (externalId: string, fields: Record<string, unknown> = {}) => ({
  externalId,
  fields: { subject: externalId, ...fields },
});

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  const path = "/api/records/visit/bulk";

  const load = (key: string, lines: readonly unknown[], as: Person = "admin"): Promise<Reply> =>
    edge.send(as, "POST", path, {
      raw: lines.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n"),
      headers: bulk(key),
    });

  const count = async (text: string): Promise<number> => {
    const { rows } = await edge.db.execute(text);
    return Number(rows[0]?.[0]);
  };

  describe("a bulk load", () => {
    test("creates, updates and leaves alone by external id, an outcome for each line", async () => {
      const first = linesOf(await load("k1", [row("a"), row("b", { guests: 1 })]));
      expect(first).toMatchObject([
        { line: 1, status: "created", version: 1 },
        { line: 2, status: "created", version: 1 },
      ]);
      const second = linesOf(await load("k2", [row("a"), row("b", { guests: 2 }), row("c")]));
      expect(second).toMatchObject([
        { line: 1, status: "unchanged", version: 1, id: first[0]?.["id"] },
        { line: 2, status: "updated", version: 2, id: first[1]?.["id"] },
        { line: 3, status: "created", version: 1 },
      ]);
    });

    test("leaves fields alone that a line does not name, and empties those it names as null", async () => {
      await load("k3", [row("keep", { guests: 4, mood: "good" })]);
      const [{ id } = {}] = linesOf(
        await load("k4", [{ externalId: "keep", fields: { mood: null } }]),
      );
      const { body } = await edge.send("admin", "GET", `/api/records/visit/${String(id)}`);
      expect(body["fields"]).toEqual({ subject: "keep", guests: 4 });
    });

    test("makes lines of one external id one write", async () => {
      const outcomes = linesOf(
        await load("k5", [
          row("twice", { guests: 1 }),
          row("twice", { guests: 2 }),
          row("twice", { guests: 2 }),
        ]),
      );
      expect(outcomes.map(({ status, version }) => [status, version])).toEqual([
        ["created", 1],
        ["updated", 1],
        ["unchanged", 1],
      ]);
      const id = String(outcomes[0]?.["id"]);
      expect(await count(`select count(*) from audit_event where entity_id = '${id}'`)).toBe(1);
    });

    test("refuses bad lines one by one and goes on behind them", async () => {
      const long = JSON.stringify(row("long", { subject: "x".repeat(1024 * 1024) }));
      const lines = [
        row("good-1"),
        "{not json",
        '"text"',
        "[1]",
        "",
        "null",
        { externalId: "x" },
        { externalId: "", fields: {} },
        { externalId: "x\u0000", fields: {} },
        '{"externalId":"\\ud800","fields":{"subject":"x"}}',
        '{"externalId":"surrogate","fields":{"subject":"\\udc00"}}',
        '{"__proto__":{"externalId":"p"},"fields":{}}',
        '{"externalId":"proto","fields":{"__proto__":1,"subject":"x"}}',
        { ...row("x"), colour: "red" },
        row("x", { nope: 1 }),
        row("x", { mood: "odd" }),
        { ...row("x"), ownerId: "nobody" },
        row("x", { account: "0190a000-0000-7000-8000-0000000000ee" }),
        { externalId: "no-subject", fields: { guests: 1 } },
        long,
        row("good-2"),
      ];
      const outcomes = linesOf(await load("k6", lines));
      const told = outcomes.map(({ line, status, fault }) => [
        line,
        status,
        (fault as { code: string } | undefined)?.code,
      ]);
      expect(told).toEqual([
        [1, "created", undefined],
        [2, "refused", "kernel/bad-json"],
        [3, "refused", "kernel/invalid-value"],
        [4, "refused", "kernel/invalid-value"],
        [6, "refused", "kernel/invalid-value"],
        [7, "refused", "kernel/invalid-value"],
        [8, "refused", "kernel/invalid-value"],
        [9, "refused", "kernel/invalid-value"],
        [10, "refused", "kernel/invalid-value"],
        [11, "refused", "record/bad-format"],
        [12, "refused", expect.stringMatching(/^kernel\//)],
        [13, "refused", "record/unknown-field"],
        [14, "refused", "kernel/unknown-field"],
        [15, "refused", "record/unknown-field"],
        [16, "refused", "record/unknown-option"],
        [17, "refused", "access/unknown-principal"],
        [18, "refused", "record/unknown-reference"],
        [19, "refused", "record/required"],
        [20, "refused", "kernel/too-large"],
        [21, "created", undefined],
      ]);
      expect(Object.hasOwn(Object.prototype, "externalId")).toBe(false);
    });

    test("refuses a line in another encoding and takes the last line without a line end", async () => {
      const raw = new Uint8Array([
        ...Buffer.from('{"externalId":"latin","fields":{"subject":"'),
        0xe4,
        ...Buffer.from('"}}\r\n'),
        ...Buffer.from(JSON.stringify(row("ä"))),
      ]);
      const reply = await edge.send("admin", "POST", path, { raw, headers: bulk("k7") });
      expect(linesOf(reply)).toMatchObject([
        { line: 1, status: "refused", fault: { code: "kernel/bad-encoding" } },
        { line: 2, status: "created" },
      ]);
    });

    test("keeps unique values apart, also between lines of one slice", async () => {
      const outcomes = linesOf(
        await load("k8", [
          row("u1", { code: "U" }),
          row("u2", { code: "U" }),
          row("u3", { code: "V" }),
        ]),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(["created", "refused", "created"]);
    });

    test("of five thousand lines arrives whole, in pieces of any size", async () => {
      const lines = Array.from({ length: 5000 }, (_, at) => row(`many-${at}`, { guests: at % 9 }));
      const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      let from = 0;
      const raw = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (from >= bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(from, (from += 7919)));
        },
      });
      const outcomes = linesOf(
        await edge.send("admin", "POST", path, { raw, headers: bulk("k9") }),
      );
      expect(outcomes.map(({ line }) => line)).toEqual(lines.map((_, at) => at + 1));
      expect(outcomes.every(({ status }) => status === "created")).toBe(true);
      const seqs = await edge.db.execute(
        "select count(*) = max(seq) as dense from audit_event group by company_id",
      );
      expect(seqs.rows.every(({ dense }) => dense === 1)).toBe(true);
    });
  });

  describe("a repeated load", () => {
    const lines = Array.from({ length: 450 }, (_, at) => row(`again-${at}`));

    test("answers what it answered and writes nothing twice", async () => {
      const first = await load("again", lines);
      const events = await count("select count(*) from audit_event");
      const second = await load("again", lines);
      expect(second.text).toBe(first.text);
      expect(await count("select count(*) from audit_event")).toBe(events);
    });

    test("that was cut short goes on where it stopped", async () => {
      const { slice, write } = edge.database;
      const fresh = Array.from({ length: slice * 2 + 50 }, (_, at) => row(`cut-${at}`));
      let batches = 0;
      edge.database.write = (statements) => {
        if (isCommand(statements)) batches += 1;
        return batches > 1 ? Promise.reject(new Error("the cable was pulled")) : write(statements);
      };
      const cut = linesOf(await load("cut", fresh));
      edge.database.write = write;
      expect(cut.filter(({ status }) => status === "created")).toHaveLength(slice);
      expect(cut.at(-1)).toMatchObject({ line: 0, status: "refused" });
      const whole = linesOf(await load("cut", fresh));
      expect(whole.slice(0, slice)).toEqual(cut.slice(0, slice));
      expect(whole.filter(({ status }) => status === "created")).toHaveLength(fresh.length);
    });

    test("that its sender aborts at 99 % keeps its whole slices and nothing of the rest, and a replay completes it", async () => {
      const { slice } = edge.database;
      const fresh = Array.from({ length: slice * 3 }, (_, at) => row(`aborted-${at}`));
      const bytes = new TextEncoder().encode(fresh.map((one) => JSON.stringify(one)).join("\n"));
      const sent = [bytes.subarray(0, Math.floor(bytes.length * 0.99))];
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          const next = sent.shift();
          if (next === undefined) controller.error(new Error("The sender left."));
          else controller.enqueue(next);
        },
      });
      const headers = { ...bulk("aborted"), authorization: `Bearer ${await edge.token("admin")}` };
      const request = { method: "POST", body, headers, duplex: "half" } as RequestInit;
      const response = await edge.ennead.fetch(new Request(`http://x${path}`, request));
      const cut = linesOf({ text: await response.text() } as Reply);
      const stored = `select count(*) from record_external where external_id glob 'aborted-*'`;
      expect(cut.filter(({ status }) => status === "created")).toHaveLength(slice * 2);
      expect(cut.at(-1)).toMatchObject({ line: 0, fault: { code: "kernel/bad-request" } });
      expect(await count(stored)).toBe(slice * 2);
      const whole = linesOf(await load("aborted", fresh));
      expect(whole.slice(0, slice * 2)).toEqual(cut.slice(0, slice * 2));
      expect(whole.map(({ status }) => status)).toEqual(fresh.map(() => "created"));
      expect(await count(stored)).toBe(fresh.length);
    });

    test("under the key of another load is refused line by line", async () => {
      const other = linesOf(await load("again", [row("other")]));
      expect(other).toMatchObject([
        { line: 1, status: "refused", fault: { code: "kernel/idempotency-mismatch" } },
      ]);
    });
  });

  describe("rights in a load", () => {
    test("a row of somebody else cannot be changed, one's own can be made", async () => {
      await load("r0", [row("of-admin")]);
      const outcomes = linesOf(
        await load(
          "r1",
          [row("of-admin", { guests: 9 }), row("of-rep"), row("hours", { hours: "1.00" })],
          "rep",
        ),
      );
      expect(
        outcomes.map(({ status, fault }) => [status, (fault as { code?: string })?.code]),
      ).toEqual([
        ["refused", "kernel/not-found"],
        ["created", undefined],
        ["refused", "access/field-forbidden"],
      ]);
    });

    test("refused fields stand in the log once, however many lines and loads are refused", async () => {
      const denied = `select count(*) from audit_event where outcome = 'denied' and route = 'record.bulk'
        and op is null and action = 'record.visit.deny' and entity_id = '${edge.users.rep}'
        and entity_label = 'access/field-forbidden'`;
      edge.time.now += 60_000;
      const before = await count(denied);
      const lines = [row("d-1", { hours: "1.00" }), row("d-2", { hours: "1.00" }), row("d-3")];
      expect(linesOf(await load("d1", lines, "rep")).map(({ status }) => status)).toEqual([
        "refused",
        "refused",
        "created",
      ]);
      await load("d1", lines, "rep");
      await load("d2", lines, "rep");
      expect(await count(denied)).toBe(before + 1);
    });

    test("an external id of another company is free", async () => {
      const outcomes = linesOf(await load("r2", [row("of-admin")], "stranger"));
      expect(outcomes).toMatchObject([{ status: "created" }]);
    });

    test("who may not create is refused before a line is read", async () => {
      expect((await load("r3", [row("x")], "viewer")).status).toBe(403);
      expect((await load("r4", [row("x")], "nobody")).status).toBe(404);
    });
  });

  test("a load takes an Idempotency-Key and NDJSON", async () => {
    const raw = JSON.stringify(row("x"));
    const noKey = await edge.send("admin", "POST", path, {
      raw,
      headers: { "content-type": "application/x-ndjson" },
    });
    expect([noKey.status, noKey.body["code"]]).toEqual([400, "kernel/idempotency-required"]);
    const json = await edge.send("admin", "POST", path, {
      raw,
      headers: { "idempotency-key": "x" },
    });
    expect([json.status, json.body["code"]]).toEqual([415, "kernel/unsupported-media"]);
  });
});
