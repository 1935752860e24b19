import { describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { fuzz } from "../support/fuzz.ts";

// `npm run prove -- fuzz` is the same at length.
const requests = { file: 3_000, sqld: 300 } as const;

describe.each(databases)("on %s", (on) => {
  test("requests of every kind to every route are answered as they should be", async () => {
    const { figures, failures } = await fuzz({
      on,
      requests: requests[on],
      seed: 20_261_122,
      log: () => {},
    });
    expect(failures).toEqual([]);
    expect(figures["requests"]).toBe(requests[on]);
    // A fuzzer that is only refused proves little.
    expect(figures["2xx"]).toBeGreaterThan(requests[on] / 5);
    expect(figures["requests that changed something"]).toBeGreaterThan(requests[on] / 20);
  }, 120_000);
});
