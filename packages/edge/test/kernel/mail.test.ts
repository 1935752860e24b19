import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { OutgoingMail } from "@ennead/edge";
import { mail, smtpMailer } from "@ennead/edge";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";
import { mailingRoom } from "../support/mail-room.ts";
import { makeCertificate, startSmtp, type Smtp } from "../support/smtp.ts";

const letter: OutgoingMail = {
  from: { name: "Ennead", address: "noreply@ennead.example" },
  to: { name: "Ann", address: "ann@example.com" },
  subject: "Hello",
  text: "Good morning.",
  messageId: "<1@ennead.example>",
};

const certificate = await makeCertificate();

let smtp: Smtp;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const server = async (...options: Parameters<typeof startSmtp>): Promise<Smtp> => {
  const started = await startSmtp(...options);
  closing.push(started.close);
  return started;
};

const mailer = (...[options]: Parameters<typeof smtpMailer>): ReturnType<typeof smtpMailer> => {
  const made = smtpMailer(options);
  closing.unshift(() => made.close?.() ?? Promise.resolve());
  return made;
};

describe("a mail", () => {
  const { messageId: _, ...message } = letter;
  const refused = (change: object): unknown => {
    const written = mail({ ...message, ...change });
    return written.ok ? "taken" : written.error.map(({ code, path }) => [code, path?.join(".")]);
  };

  test.each([
    ["subject", { subject: "a\r\nBcc: eve@example.com" }],
    ["subject", { subject: "a\u2028b" }],
    ["subject", { subject: "x".repeat(256) }],
    ["to.address", { to: { address: "ann@example.com\r\nRCPT TO:<eve@example.com>" } }],
    ["to.address", { to: { address: "ann@example.com, eve@example.com" } }],
    ["to.address", { to: { address: "<ann@example.com>" } }],
    ["to.address", { to: { address: "ann@example.com> SIZE=1" } }],
    ["to.address", { to: { address: "ann@[127.0.0.1]" } }],
    ["to.address", { to: { address: "ann@127.0.0.1" } }],
    ["to.address", { to: { address: "ann@1" } }],
    ["to.address", { to: { address: "ann" } }],
    ["to.address", { to: { address: "@example.com" } }],
    ["to.address", { to: { address: "a..b@example.com" } }],
    ["to.address", { to: { address: `${"a".repeat(65)}@example.com` } }],
    ["to.address", { to: { address: "ann@exa mple.com" } }],
    ["to.address", { to: { address: "ann@example.com/x" } }],
    ["to.address", { to: { address: "ann@-example.com" } }],
    ["to.name", { to: { name: "Ann\nBcc: eve@example.com", address: "ann@example.com" } }],
    ["from.address", { from: { address: "" } }],
    ["replyTo.address", { replyTo: { address: "x" } }],
    ["text", { text: "a\u0000b" }],
    ["headers.X-A", { headers: { "X-A": "a\r\n\r\nbody" } }],
    ["headers.X-A\r\nBcc", { headers: { "X-A\r\nBcc": "eve@example.com" } }],
    ["headers.Bcc", { headers: { Bcc: "eve@example.com" } }],
    ["headers.content-type", { headers: { "content-type": "text/html" } }],
    ["attachments.0.name", { attachments: [file({ name: 'a"\r\nX: y' })] }],
    ["attachments.0.type", { attachments: [file({ type: "text/csv\r\nX: y" })] }],
    ["", { attachments: [file({ content: new Uint8Array(2 * 1024 * 1024) })] }],
  ])("with a bad %s is refused (%#)", (path, change) => {
    expect(refused(change)).toEqual([["kernel/bad-mail", path]]);
  });

  test("may go to an international address, whose domain is written in letters of ASCII", () => {
    const written = mail({ ...message, to: { address: "jürgen@Bücher.example" } });
    expect(written).toMatchObject({
      ok: true,
      value: { payload: { to: { address: "jürgen@xn--bcher-kva.example" } }, sealed: true },
    });
  });
});

function file(change: object): object {
  return { name: "a.csv", type: "text/csv", content: new Uint8Array(1), ...change };
}

describe("a mailer", () => {
  test("hands over text, HTML, files and headers as they were written", async () => {
    smtp = await server();
    const sent = await mailer({ url: `smtp://127.0.0.1:${smtp.port}` }).send({
      ...letter,
      subject: "Grüße 👋",
      html: "<p>Good morning.</p>",
      replyTo: { address: "sales@ennead.example" },
      headers: { "List-Unsubscribe": "<https://ennead.example/u/1>" },
      attachments: [
        { name: "Zähler.csv", type: "text/csv", content: new TextEncoder().encode("a,b\n1,2\n") },
      ],
    });
    expect(sent).toEqual({ ok: true, value: { id: letter.messageId } });
    const [taken] = smtp.taken;
    expect(taken).toMatchObject({
      from: "noreply@ennead.example",
      to: ["ann@example.com"],
      messageId: letter.messageId,
    });
    const { source = "" } = taken ?? {};
    for (const part of [
      "To: Ann <ann@example.com>",
      "Reply-To: sales@ennead.example",
      "List-Unsubscribe: <https://ennead.example/u/1>",
      "=?UTF-8?",
      "Good morning.",
      "<p>Good morning.</p>",
      Buffer.from("a,b\n1,2\n").toString("base64"),
      "filename*0*=utf-8''Z%C3%A4hler.csv",
    ]) {
      expect(source).toContain(part);
    }
  });

  test("keeps its connection, and ends it when it is closed", async () => {
    smtp = await server();
    const post = mailer({ url: `smtp://127.0.0.1:${smtp.port}` });
    for (const n of [1, 2, 3]) {
      expect((await post.send({ ...letter, messageId: `<${n}@x.example>` })).ok).toBe(true);
    }
    expect([smtp.taken.length, smtp.connected()]).toEqual([3, 1]);
    await post.close?.();
    await expect.poll(() => smtp.open()).toBe(0);
  });

  test("signs in over TLS from the start, and over STARTTLS", async () => {
    for (const tls of ["implicit", "starttls"] as const) {
      smtp = await server({ tls, login: "us er:p@ss" }, certificate);
      const url = `${tls === "implicit" ? "smtps" : "smtp"}://us%20er:p%40ss@localhost:${smtp.port}`;
      const post = mailer({ url, tls: "required", ca: certificate.cert });
      expect(await post.send(letter)).toMatchObject({ ok: true });
      expect(smtp.taken).toMatchObject([{ secure: true, user: "us er" }]);
    }
  });

  test("sends nothing in the clear where TLS is required", async () => {
    smtp = await server({ login: "user:pass" });
    const post = mailer({ url: `smtp://user:pass@127.0.0.1:${smtp.port}`, tls: "required" });
    expect(await post.send(letter)).toMatchObject({ ok: false, error: { retryable: true } });
    expect(smtp.taken).toEqual([]);
  });

  test("trusts no certificate that it was not told to trust", async () => {
    smtp = await server({ tls: "implicit" }, certificate);
    const post = mailer({ url: `smtps://localhost:${smtp.port}` });
    expect(await post.send(letter)).toMatchObject({ ok: false, error: { retryable: true } });
    expect(smtp.taken).toEqual([]);
  });

  test("takes a wrong password for something to be mended, and does not tell it", async () => {
    smtp = await server({ login: "user:right" });
    const sent = await mailer({ url: `smtp://user:wrong@127.0.0.1:${smtp.port}` }).send(letter);
    expect(sent).toMatchObject({ ok: false, error: { retryable: true } });
    expect(JSON.stringify(sent)).not.toContain("wrong");
  });

  test.each([
    ["550 5.1.1 <ann@example.com> is nobody here.", { retryable: false }],
    ["553 5.1.3 No such address.", { retryable: false }],
    ["451 4.7.1 Greylisted, try again in 300 seconds.", { retryable: true, retryAfter: 300_000 }],
    ["450 4.2.0 Come back in 00:05:00.", { retryable: true, retryAfter: 300_000 }],
    ["452 4.2.2 <ann@example.com> has no room.", { retryable: true }],
    ["421 4.3.2 Closing.", { retryable: true }],
  ])("understands %j of a recipient, and repeats no address", async (answer, failure) => {
    smtp = await server();
    smtp.behave({ recipient: () => answer });
    const sent = await mailer({ url: `smtp://127.0.0.1:${smtp.port}` }).send(letter);
    expect(sent).toEqual({
      ok: false,
      error: { ...failure, message: expect.stringContaining(answer.slice(0, 9)) },
    });
    expect(JSON.stringify(sent)).not.toContain("ann@");
  });

  test("understands a refusal of what was written, and goes on with the next mail", async () => {
    smtp = await server();
    const post = mailer({ url: `smtp://127.0.0.1:${smtp.port}` });
    smtp.behave({ data: () => "554 5.7.1 Spam." });
    expect(await post.send(letter)).toMatchObject({ ok: false, error: { retryable: false } });
    smtp.behave({});
    expect(await post.send(letter)).toMatchObject({ ok: true });
  });

  test("does not know what became of a mail when the connection ends after it", async () => {
    smtp = await server();
    smtp.behave({ drop: () => true });
    const post = mailer({ url: `smtp://127.0.0.1:${smtp.port}` });
    expect(await post.send(letter)).toMatchObject({ ok: false, error: { retryable: true } });
    expect(smtp.taken.length).toBe(1);
    smtp.behave({});
    expect(await post.send(letter)).toMatchObject({ ok: true });
    expect(smtp.taken.map(({ messageId }) => messageId)).toEqual([
      letter.messageId,
      letter.messageId,
    ]);
  });

  test("gives a silent server up, and ends when it is told to", async () => {
    smtp = await server();
    smtp.behave({ silent: true });
    const post = mailer({ url: `smtp://127.0.0.1:${smtp.port}`, timeout: 300 });
    expect(await post.send(letter)).toMatchObject({ ok: false, error: { retryable: true } });
    const before = smtp.taken.length;
    const stop = new AbortController();
    const patient = mailer({ url: `smtp://127.0.0.1:${smtp.port}` });
    const sending = patient.send(letter, stop.signal);
    await expect.poll(() => smtp.taken.length).toBe(before + 1);
    stop.abort();
    expect(await sending).toMatchObject({ ok: false, error: { retryable: true } });
  });

  test("says that nobody is there", async () => {
    const gone = await startSmtp();
    await gone.close();
    const sent = await mailer({ url: `smtp://127.0.0.1:${gone.port}` }).send(letter);
    expect(sent).toEqual({
      ok: false,
      error: { message: "No delivery: ESOCKET ECONNREFUSED.", retryable: true },
    });
  });

  test("is not made for what is no mail server", () => {
    expect(() => smtpMailer({ url: "https://example.com" })).toThrow("smtp://host:587");
  });
});

describe.each(databases)("mails of rooms on %s", (on) => {
  let edge: Edge;
  let post: Smtp;
  beforeAll(async () => {
    post = await startSmtp();
    edge = await openEdge(
      { rooms: [mailingRoom], mailer: smtpMailer({ url: `smtp://127.0.0.1:${post.port}` }) },
      on,
    );
  });
  afterAll(async () => {
    await edge.close();
    await post.close();
  });

  /** Asks for a mail, and waits until the work that follows the answer has ended. */
  const ask = async (body: object): Promise<number> =>
    (await edge.send("admin", "POST", "/api/mailings", { body })).status;
  const jobs = async (): Promise<readonly Record<string, unknown>[]> =>
    (
      await edge.db.execute(
        "select id, state, attempts, run_at, payload, last_error from job order by id",
      )
    ).rows as never;
  const last = async (): Promise<Record<string, unknown>> => (await jobs()).at(-1) ?? {};
  const sentTo = (to: string): readonly { messageId: string }[] =>
    post.taken.filter((one) => one.to.includes(to));

  test("go out once, with the id of their job, are written down, and forgotten", async () => {
    expect(await ask({ to: "ann@example.com", subject: "Secret of Ann" })).toBe(204);
    await expect.poll(async () => (await last())["state"]).toBe(1);
    const { id, payload } = await last();
    expect(sentTo("ann@example.com")).toMatchObject([{ messageId: `<${id}@ennead.example>` }]);
    expect(payload).toBe("{}");
    const { rows } = await edge.db.execute(
      "select action, entity_id from audit_event where entity = 'kernel.mail'",
    );
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { action: "kernel.mail.deliver", entity_id: id },
    ]);
  });

  test("wait sealed, and one that is put off goes out when it was asked to come again", async () => {
    post.behave({ recipient: () => "451 4.7.1 Greylisted, try again in 300 seconds." });
    const before = edge.time.now;
    await ask({ to: "ben@example.com", subject: "Secret of Ben" });
    await expect.poll(async () => (await last())["last_error"]).toBeTruthy();
    const waiting = await last();
    expect(waiting).toMatchObject({
      state: 0,
      attempts: 1,
      last_error: "The server answered 451 4.7.1 to RCPT TO.",
    });
    expect(Number(waiting["run_at"]) - before).toBeGreaterThanOrEqual(300_000);
    expect(waiting["payload"]).toMatch(/^\{"\$sealed":"es1\.test\.[A-Za-z0-9_-]+"\}$/);
    post.behave({});
    await edge.ennead.tick(Number(waiting["run_at"]) + 1);
    expect(sentTo("ben@example.com").length).toBe(1);
  });

  test("that are refused for good are dead at once", async () => {
    post.behave({ recipient: () => "550 5.1.1 <cid@example.com> is nobody here." });
    await ask({ to: "cid@example.com", subject: "x" });
    await expect.poll(async () => (await last())["state"]).toBe(2);
    expect(await last()).toMatchObject({
      attempts: 1,
      last_error: "The server answered 550 5.1.1 to RCPT TO.",
    });
    post.behave({});
  });

  test("whose connection was lost after the last byte arrive twice with one Message-ID", async () => {
    let drops = 1;
    post.behave({ drop: () => drops-- > 0 });
    await ask({ to: "dan@example.com", subject: "x" });
    await expect.poll(async () => (await last())["last_error"]).toBeTruthy();
    await edge.ennead.tick(Number((await last())["run_at"]) + 1);
    const [one, two, ...more] = sentTo("dan@example.com");
    expect(one?.messageId).toBe(two?.messageId);
    expect(more).toEqual([]);
  });

  test("to addresses that are none are refused with the path", async () => {
    const { status, body } = await edge.send("admin", "POST", "/api/mailings", {
      body: { to: "eve@example.com\r\nx", subject: "x" },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ code: "kernel/bad-mail", pointer: "/to/address" }] });
  });

  test("may each carry two megabytes, though many of them are due at once", async () => {
    const people = Array.from({ length: 3 }, (_, n) => `fay${n}@example.com`);
    for (const to of people) {
      expect(await ask({ to, subject: "x", bytes: 2_000_000 })).toBe(204);
    }
    const arrived = (): number => people.filter((to) => sentTo(to).length > 0).length;
    await expect.poll(arrived, { timeout: 20_000 }).toBe(people.length);
    const taken = post.taken.find(({ to }) => to.includes("fay0@example.com"));
    expect(taken?.source.length).toBeGreaterThan(2_600_000);
  }, 30_000);
});

test("without a mailer mails wait, unharmed, for one", async () => {
  const edge = await openEdge({ rooms: [mailingRoom] });
  const post = await startSmtp();
  closing.push(post.close, edge.close);
  await edge.send("admin", "POST", "/api/mailings", {
    body: { to: "ann@example.com", subject: "x" },
  });
  expect(await edge.ennead.tick(edge.time.now + 1000)).toMatchObject({ ran: 0, dead: 0 });
  const state = async (): Promise<unknown> => ({
    ...(await edge.db.execute("select state, attempts from job")).rows[0],
  });
  expect(await state()).toEqual({ state: 0, attempts: 0 });
  await work(edge, post, edge.time.now + 2000);
  expect(post.taken.length).toBe(1);
  expect(await state()).toEqual({ state: 1, attempts: 1 });
});

/** Lets a process of its own do a tick; answers whether it was killed. */
function work(edge: Edge, post: Smtp, now: number, ...crash: readonly string[]): Promise<boolean> {
  const worker = fileURLToPath(new URL("../support/mail-worker.ts", import.meta.url));
  const args = [worker, edge.options.url, `smtp://127.0.0.1:${post.port}`, String(now), ...crash];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    child.on("close", (_code, signal) => resolve(signal === "SIGKILL"));
  });
}

test("workers that are killed lose no mail, and repeat one only when they die between delivery and its record", async () => {
  const edge = await openEdge({ rooms: [mailingRoom] });
  const post = await startSmtp();
  closing.push(post.close, edge.close);
  const people = Array.from({ length: 12 }, (_, n) => `person${n}@example.com`);
  for (const to of people) {
    await edge.send("admin", "POST", "/api/mailings", { body: { to, subject: "x" } });
  }
  let now = edge.time.now + 1000;
  const kills = { "before:deliver": 0, "after:deliver": 0 };
  for (const point of ["before:deliver", "after:deliver"] as const) {
    if (await work(edge, post, now, point, "2")) kills[point] += 1;
    // Beyond the lease of what the dead process held.
    now += 60_000;
  }
  expect(kills).toEqual({ "before:deliver": 1, "after:deliver": 1 });
  expect(await work(edge, post, now)).toBe(false);
  const { rows } = await edge.db.execute("select id, state from job");
  expect(rows.filter(({ state }) => state !== 1)).toEqual([]);
  const ids = post.taken.map(({ messageId }) => messageId);
  expect(new Set(ids)).toEqual(new Set(rows.map(({ id }) => `<${String(id)}@ennead.example>`)));
  // Four mails are under way at once, so a process that dies takes at most four delivered ones with it unrecorded.
  const repeated = ids.length - people.length;
  expect(repeated).toBeGreaterThanOrEqual(kills["after:deliver"]);
  expect(repeated).toBeLessThanOrEqual(4 * (kills["before:deliver"] + kills["after:deliver"]));
}, 60_000);
