import { describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { jobsDrill } from "../support/jobs-drill.ts";

describe.each(databases)("three processes on one database on %s", (on) => {
  test("do 300 jobs, none twice to completion and none lost", async () => {
    const drill = { on, jobs: 300, processes: 3, kills: 0, random: Math.random };
    expect(await jobsDrill(drill)).toMatchObject({ done: 300, twice: 0, lost: 0, killed: 0 });
  }, 60_000);
});
