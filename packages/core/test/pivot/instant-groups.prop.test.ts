import { bucketInstant } from "@ennead/core/calendar";
import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot } from "@ennead/core/pivot";
import fc from "fast-check";
import { expect, test } from "vitest";

const minute = 60_000;
// Clock changes: in Berlin, at one minute past midnight in St. John's, by half an hour on Lord Howe, a skipped day on
// Samoa, an offset with seconds in Monrovia.
const changes = [
  ["Europe/Berlin", Date.UTC(2024, 2, 31, 1)],
  ["Europe/Berlin", Date.UTC(2024, 9, 27, 1)],
  ["America/St_Johns", Date.UTC(2005, 9, 30, 2, 31)],
  ["Australia/Lord_Howe", Date.UTC(2024, 3, 6, 15)],
  ["Pacific/Apia", Date.UTC(2011, 11, 30, 10)],
  ["Africa/Monrovia", Date.UTC(1972, 0, 7, 0, 44, 30)],
  ["Asia/Kathmandu", Date.UTC(1985, 11, 31, 18, 30)],
] as const;

const grains = [
  "year",
  "quarter",
  "month",
  "week",
  "isoWeek",
  "day",
  "hour",
  "dayOfWeek",
  "monthOfYear",
  "hourOfDay",
] as const;

test("instants are grouped as if each had been asked alone, around every clock change", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      fc.constantFrom(...grains),
      fc.array(fc.integer({ min: -3000 * minute, max: 3000 * minute }), {
        minLength: 1,
        maxLength: 60,
      }),
      ([timeZone, change], grain, offsets) => {
        const instants = [...offsets.map((offset) => change + offset), change, change - 1];
        const wanted = new Map<string, number>();
        for (const instant of instants) {
          const { label } = bucketInstant(grain, instant, timeZone);
          wanted.set(label, (wanted.get(label) ?? 0) + 1);
        }
        const dataset = unwrap(
          datasetFromRows(
            instants.map((instant) => [instant]),
            [{ name: "at", type: "timestamp" }],
          ),
        );
        const { rows } = unwrap(
          pivot(
            {
              version: 1,
              source: "events",
              timeZone,
              rows: [{ name: "at", field: "at", bucket: { kind: "date", grain } }],
              cols: [],
              values: [{ name: "n", agg: "records" }],
            },
            dataset,
            { now: 0 },
          ),
        );
        const found = new Map(rows.nodes.slice(1).map(({ label, records }) => [label, records]));
        expect(found).toEqual(wanted);
      },
    ),
    { numRuns: 300 },
  );
});
