import { isTimeZone } from "../calendar/index.ts";
import {
  compareDecimals,
  parseDecimal,
  shown,
  type Fault,
  type PathSegment,
} from "../kernel/index.ts";
import { canonicalMember } from "./canonical-member.ts";
import type { ColumnType } from "./column-type.ts";
import type { Bucket } from "./spec.ts";

export type Path = readonly PathSegment[];
export type Refuse = (code: Fault["code"], message: string, path: Path) => void;

const isNumber = (type: string): boolean =>
  ["int", "int64", "decimal", "money", "float"].includes(type);

type TimeBucket = Extract<Bucket, { kind: "date" | "fiscal" | "weekYear" }>;

const checkTime = (bucket: TimeBucket, type: string, path: Path, refuse: Refuse): void => {
  if (type !== "date" && type !== "timestamp") {
    refuse(
      "pivot/bad-bucket",
      `A ${type} field has no ${bucket.grain}; dates and instants do.`,
      path,
    );
  } else if (type === "date" && (bucket.grain === "hour" || bucket.grain === "hourOfDay")) {
    refuse("pivot/bad-bucket", "A date has no hour; an instant does.", [...path, "grain"]);
  }
  if (bucket.timeZone !== undefined && !isTimeZone(bucket.timeZone)) {
    refuse("pivot/bad-time-zone", `${shown(bucket.timeZone)} is no IANA time zone.`, [
      ...path,
      "timeZone",
    ]);
  }
};

const checkBins = (edges: readonly (number | string)[], path: Path, refuse: Refuse): void => {
  const numbers = edges.map((edge) => parseDecimal(String(edge)));
  numbers.forEach((edge, at) => {
    const before = numbers[at - 1];
    const place = [...path, "edges", at];
    if (edge === undefined) {
      refuse("pivot/bad-bucket", `The edge ${shown(edges[at])} is no number.`, place);
    } else if (before !== undefined && compareDecimals(before, edge) >= 0) {
      refuse("pivot/bad-bucket", `Edges ascend; ${edges[at]} does not.`, place);
    }
  });
};

const checkStep = (
  { size, origin }: Extract<Bucket, { kind: "step" }>,
  path: Path,
  refuse: Refuse,
): void => {
  const step = parseDecimal(String(size));
  if (step === undefined || step.units <= 0n) {
    refuse("pivot/bad-bucket", `A step is a number above zero, not ${shown(size)}.`, [
      ...path,
      "size",
    ]);
  }
  if (origin !== undefined && parseDecimal(String(origin)) === undefined) {
    refuse("pivot/bad-bucket", `The origin ${shown(origin)} is no number.`, [...path, "origin"]);
  }
};

const checkMap = (
  { groups }: Extract<Bucket, { kind: "map" }>,
  type: ColumnType,
  path: Path,
  refuse: Refuse,
): void => {
  const labels = new Set<string>();
  const members = new Set<unknown>();
  groups.forEach(([label, of], group) => {
    if (labels.has(label)) {
      refuse("pivot/bad-bucket", `The group ${shown(label)} is there twice.`, [
        ...path,
        "groups",
        group,
      ]);
    }
    labels.add(label);
    of.forEach((member, at) => {
      const own = canonicalMember(member, type);
      if (members.has(own)) {
        const place = [...path, "groups", group, 1, at];
        refuse("pivot/bad-bucket", `${shown(member)} is in two groups.`, place);
      }
      members.add(own);
    });
  });
};

/** Whether a bucket fits the type of its field. */
export const checkBucket = (bucket: Bucket, type: ColumnType, path: Path, refuse: Refuse): void => {
  switch (bucket.kind) {
    case "date":
    case "fiscal":
    case "weekYear":
      checkTime(bucket, type, path, refuse);
      return;
    case "bins":
    case "step":
      if (!isNumber(type)) {
        const what = bucket.kind === "bins" ? "bins" : "steps";
        refuse("pivot/bad-bucket", `A ${type} field has no ${what}; numbers do.`, path);
      } else if (bucket.kind === "bins") checkBins(bucket.edges, path, refuse);
      else checkStep(bucket, path, refuse);
      return;
    case "map":
      checkMap(bucket, type, path, refuse);
      return;
    default:
      bucket satisfies never;
  }
};
