"use client";
import type { Fault, Result } from "@ennead/core/kernel";
import type { PivotResult, PivotSpec } from "@ennead/core/pivot";
import { useDeferredValue, useMemo, useState } from "react";

import { useEnnead } from "../kernel/context.ts";
import type { RunParts } from "./engine.ts";
import { usesFormulas } from "./formulas.ts";
import type { LoadedRecords } from "./use-records.ts";
import { isReadable } from "./value.ts";

export const recordsOnly: PivotSpec["values"] = [{ name: "records", agg: "records" }];

interface Good {
  readonly result: PivotResult;
  readonly spec: PivotSpec;
}

export interface Answer {
  /** The spec that was run: with the zone, and with something to count. */
  readonly asked: PivotSpec;
  readonly outcome: Result<PivotResult, readonly Fault[]>;
}

export interface UsedAnswer {
  readonly answer: Answer | undefined;
  /** The newest result there is, and the spec it answers; of an earlier spec while the newest has faults. */
  readonly shown: Good | undefined;
  /** `shown` is not the answer to the spec given. */
  readonly stale: boolean;
}

const complete = (spec: PivotSpec, timeZone: string): PivotSpec => ({
  ...spec,
  timeZone: spec.timeZone ?? timeZone,
  values: spec.values.length === 0 ? recordsOnly : spec.values,
});

/** Runs a spec over loaded records, behind what the reader is doing, as soon as all it needs is there. */
export const useAnswer = (
  spec: PivotSpec,
  records: LoadedRecords | undefined,
  { expressions, datasets }: RunParts,
): UsedAnswer => {
  const { timeZone, now } = useEnnead();
  const latest = useDeferredValue(spec);
  const [good, setGood] = useState<Good | undefined>(undefined);
  const answer = useMemo((): Answer | undefined => {
    if (records === undefined || datasets === undefined || !isReadable(latest)) return undefined;
    if (expressions === undefined && usesFormulas(latest)) return undefined;
    const asked = complete(latest, timeZone);
    const parts = { expressions, datasets };
    return { asked, outcome: records.engine.run(asked, records.dataset, now(), parts) };
  }, [records, latest, timeZone, now, expressions, datasets]);
  const fresh = useMemo(
    () =>
      answer?.outcome.ok === true
        ? { result: answer.outcome.value, spec: answer.asked }
        : undefined,
    [answer],
  );
  if (fresh !== undefined && fresh !== good) setGood(fresh);
  const held = good?.spec.source === spec.source ? good : undefined;
  return {
    answer,
    shown: fresh ?? held,
    stale: latest !== spec || (fresh === undefined && held !== undefined),
  };
};
