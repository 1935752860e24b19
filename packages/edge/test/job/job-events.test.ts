import { err, uuidv7 } from "@ennead/core/kernel";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { databases } from "../support/databases.ts";
import { openJobs, waitingWork, type JobsWorld } from "../support/jobs-world.ts";
import { writes } from "../support/jobs.ts";

// Other work on the machine can make a server slow, and is no reason to fail.
vi.setConfig({ testTimeout: 30_000 });

interface Told {
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const toldBy = (block: string): Told | undefined => {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
  const [id, event, data] = [field("id"), field("event"), field("data")];
  if (data === undefined) return undefined;
  return { id: Number(id), event: event ?? "message", data: JSON.parse(data) as Told["data"] };
};

/** Reads events until one is the one that is waited for, or the stream ends. */
const readUntil = async (
  reader: ReadableStreamDefaultReader<Uint8Array>,
  isIt: (told: Told) => boolean,
): Promise<readonly Told[]> => {
  const all: Told[] = [];
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return all;
    text += new TextDecoder().decode(value);
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const told = toldBy(block);
      if (told === undefined) continue;
      all.push(told);
      if (isIt(told)) return all;
    }
  }
};

const all = async ({ response }: { response: Response }): Promise<readonly Told[]> =>
  readUntil(response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>, () => false);

describe.each(databases)("the events of a job on %s", (on) => {
  let world: JobsWorld;
  beforeAll(async () => {
    world = await openJobs(on);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  const begin = async (): Promise<string> => {
    const id = uuidv7(world.edge.time.now, random);
    await world.ask([{ name: "a", id }], "rep");
    return id;
  };

  const open = async (
    id: string,
    last?: number,
  ): Promise<{ readonly response: Response; readonly leave: () => void }> => {
    const gone = new AbortController();
    const response = await world.edge.ennead.fetch(
      new Request(`http://x/api/jobs/${id}/events`, {
        signal: gone.signal,
        headers: {
          authorization: `Bearer ${await world.edge.token("rep")}`,
          ...(last === undefined ? {} : { "last-event-id": String(last) }),
        },
      }),
    );
    return { response, leave: () => gone.abort() };
  };

  test("tell its progress and then its end, also when another process does it", async () => {
    const id = await begin();
    const stream = await open(id);
    expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
    const reader = stream.response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const [first] = await readUntil(reader, () => true);
    expect(first).toMatchObject({ event: "progress", data: { id, state: "waiting" } });
    const held = waitingWork(writes);
    const other = await world.another(async (job) => {
      await job.progress({ done: 1, total: 2, phase: "rows" });
      return held.run(job);
    });
    const ticking = other.tick(world.soon());
    await held.begun;
    const told = await readUntil(reader, ({ data }) => data["progress"] !== null);
    expect(told.at(-1)).toMatchObject({
      event: "progress",
      data: { progress: { done: 1, total: 2, phase: "rows" } },
    });
    held.go();
    await ticking;
    const rest = await readUntil(reader, () => false);
    expect(rest.map(({ event }) => event)).toEqual(["done"]);
    expect(rest[0]?.data).toMatchObject({ id, state: "done" });
    const ids = [first, ...told, ...rest].map((one) => one?.id ?? -1);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    await other.close();
  });

  test("resume after the last one that was had: nothing is repeated, and the end is not lost", async () => {
    const id = await begin();
    await world.edge.ennead.tick(world.soon());
    const [end, ...more] = await all(await open(id));
    expect(more).toEqual([]);
    expect(end).toMatchObject({ event: "done", data: { state: "done" } });
    const last = end?.id ?? 0;
    expect(await all(await open(id, last - 1))).toEqual([end]);
    expect(await all(await open(id, last))).toEqual([]);
  });

  test.each([
    ["that failed", "failed"],
    ["that was cancelled", "cancelled"],
  ])("of a job %s end with failed, and say which it is", async (_what, state) => {
    const id = await begin();
    world.work.run = () => Promise.resolve(err({ message: "no", hopeless: true }));
    if (state === "cancelled") await world.edge.send("rep", "POST", `/api/jobs/${id}/cancel`);
    else await world.edge.ennead.tick(world.soon());
    const told = await all(await open(id));
    expect(told.at(-1)).toMatchObject({ event: "failed", data: { state } });
  });

  test("end within a second when the client has gone", async () => {
    const id = await begin();
    const { response, leave } = await open(id);
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    await readUntil(reader, () => true);
    const { read } = world.edge.database;
    let looks = 0;
    world.edge.database.read = (batch) => {
      looks += 1;
      return read(batch);
    };
    leave();
    const began = performance.now();
    await readUntil(reader, () => false).catch(() => []);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(looks).toBeLessThanOrEqual(1);
  });

  test("end within a minute, so that who may not see the job any more is not told of it", async () => {
    const id = await begin();
    const { response } = await open(id);
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const [first] = await readUntil(reader, () => true);
    const began = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => began + 60_000);
    try {
      expect(await readUntil(reader, () => false)).toEqual([]);
    } finally {
      clock.mockRestore();
    }
    const rep = `/api/access/users/${world.edge.users.rep}`;
    const active = (is: boolean) =>
      world.edge.send("admin", "PATCH", rep, { body: { active: is } });
    expect((await active(false)).status).toBe(200);
    expect((await open(id, first?.id)).response.status).toBe(401);
    expect((await active(true)).status).toBe(200);
    expect((await open(id, first?.id)).response.status).toBe(200);
  });

  test("end when the job is dropped", async () => {
    const id = await begin();
    const stream = await open(id);
    await world.edge.send("admin", "POST", `/api/jobs/${id}/drop`);
    expect((await all(stream)).length).toBeLessThanOrEqual(1);
  });
});
