import { expect, test } from "vitest";

import { tamper } from "./tamper.ts";

test("whatever is done to a stored log is found, and the first bad event named", async () => {
  const { made, failures } = await tamper({ n: 600, seed: 20_261_122 });
  expect(failures).toEqual([]);
  expect(Object.entries(made).filter(([, times]) => times < 10)).toEqual([]);
}, 60_000);
