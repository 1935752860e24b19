// What auditing and guarding cost: the edge against plain writes and bare handlers in one process, taking turns. A ratio
// is the median of the rounds' ratios; "fastest" is that of the fastest batches, which other work delays least. `npm run bench -- edge`.
import { hasSqld } from "../packages/edge/test/support/sqld.ts";
import { printTable } from "./edge/order.ts";
import { measureRequests } from "./edge/requests.ts";
import { measureStamp } from "./edge/stamp.ts";
import { measureWrites } from "./edge/writes.ts";

const rounds = 7;

export const run = async (): Promise<void> => {
  const head = [
    "audited over plain writes",
    "plain ms",
    "audited ms",
    "fastest",
    "batch",
    "with events",
    "goal",
  ];
  const writes = [
    ...(await measureWrites("file", "strong", rounds)),
    ...(await measureWrites("file", "relaxed", rounds)),
    ...(hasSqld ? await measureWrites("sqld", "strong", rounds) : []),
  ];
  printTable([head, ...writes]);
  console.log();
  const requests = await measureRequests(rounds);
  printTable([["requests", "per CPU second", "CPU µs", "share of bare", "goal"], ...requests]);
  console.log();
  const stamps = [
    ...(await measureStamp("file", rounds)),
    ...(hasSqld ? await measureStamp("sqld", rounds) : []),
  ];
  printTable([["on", "asking for", "µs"], ...stamps]);
};
