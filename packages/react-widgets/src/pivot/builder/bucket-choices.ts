import type { Bucket } from "@ennead/core/pivot";

import type { Option } from "../../kernel/parts/controls.tsx";
import type { Words } from "../describe.ts";
import { dateGrains, instantGrains, type Grain } from "../edit.ts";
import type { PivotField } from "../fields.ts";
import type { BuilderStrings } from "./builder-strings.ts";

type Fiscal = Extract<Bucket, { kind: "fiscal" }>;
type WeekYear = Extract<Bucket, { kind: "weekYear" }>;

const fiscalGrains: readonly Fiscal["grain"][] = ["year", "quarter", "month"];
const weekGrains: readonly WeekYear["grain"][] = ["year", "quarter", "period", "week"];

/** Ways to group a field's values, each with an id that `bucketOfId` understands. */
export const bucketChoices = (
  field: PivotField,
  { strings }: Words,
  more: BuilderStrings,
): readonly Option[] => {
  const each = { id: "none", label: strings.noGrain };
  switch (field.kind) {
    case "date":
    case "instant":
      return [
        ...(field.kind === "date" ? dateGrains : instantGrains).map((grain) => ({
          id: `date:${grain}`,
          label: strings.grains[grain],
        })),
        ...fiscalGrains.map((grain) => ({
          id: `fiscal:${grain}`,
          label: strings.fiscalGrains[grain],
        })),
        ...weekGrains.map((grain) => ({
          id: `weekYear:${grain}`,
          label: strings.weekGrains[grain],
        })),
        each,
      ];
    case "number":
      return [
        each,
        { id: "step", label: more.step },
        { id: "bins", label: more.bins },
        { id: "map", label: more.map },
      ];
    case "text":
    case "bool":
      return [each, { id: "map", label: more.map }];
    default:
      return field.kind satisfies never;
  }
};

export const bucketId = (bucket: Bucket | undefined): string => {
  if (bucket === undefined) return "none";
  return "grain" in bucket ? `${bucket.kind}:${bucket.grain}` : bucket.kind;
};

/** The bucket of an id; rules of the one held stay where they still apply. */
export const bucketOfId = (id: string, held: Bucket | undefined): Bucket | undefined => {
  const [kind, grain = ""] = id.split(":");
  switch (kind) {
    case "date":
      return held?.kind === "date"
        ? { ...held, grain: grain as Grain }
        : { kind, grain: grain as Grain };
    case "fiscal": {
      const rules = held?.kind === "fiscal" ? held : ({ startMonth: 4, nameBy: "end" } as const);
      return { ...rules, kind, grain: grain as Fiscal["grain"] };
    }
    case "weekYear": {
      const usual = {
        endMonth: 1,
        endDay: 6,
        rule: "last",
        pattern: "445",
        nameBy: "start",
      } as const;
      const rules = held?.kind === "weekYear" ? held : usual;
      return { ...rules, kind, grain: grain as WeekYear["grain"] };
    }
    case "step":
      return held?.kind === "step" ? held : { kind, size: 1000 };
    case "bins":
      return held?.kind === "bins" ? held : { kind, edges: [0] };
    case "map":
      return held?.kind === "map" ? held : { kind, groups: [] };
    default:
      return undefined;
  }
};
