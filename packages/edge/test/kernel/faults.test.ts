import { describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { drillFaults } from "../support/faults.ts";

// `npm run prove -- faults` is the same at length.
describe.each(databases)("on %s", (on) => {
  test("processes that are killed, cut off and locked out lose nothing and double nothing", async () => {
    const { faults, figures, failures } = await drillFaults({
      on,
      faults: 10,
      seed: 20_261_122,
      log: () => {},
    });
    expect(failures).toEqual([]);
    expect(Object.values(faults).reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(10);
    expect(figures["acknowledged"]).toBeGreaterThan(10);
  }, 120_000);
});
