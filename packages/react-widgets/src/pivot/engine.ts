import type { Fault, Result } from "@ennead/core/kernel";
import type { Dataset, PivotResult, PivotSpec } from "@ennead/core/pivot";

/** What the widget needs of the core, loaded when the first records arrive. */
export interface Engine {
  /** Arrow IPC bytes as columns; throws on bytes that are no data set. */
  readonly decode: (bytes: Uint8Array, version: string) => Dataset;
  /** Every number of a report, or every reason why there is none. */
  readonly run: (
    spec: PivotSpec,
    dataset: Dataset,
    now: number,
  ) => Result<PivotResult, readonly Fault[]>;
}

const asList = (error: Fault | readonly Fault[]): readonly Fault[] =>
  "code" in error ? [error] : error;

export const loadEngine = async (): Promise<Engine> => {
  const [{ pivot }, { datasetFromArrow }] = await Promise.all([
    import("@ennead/core/pivot"),
    import("@ennead/core/pivot/arrow"),
  ]);
  return {
    decode: (bytes, version) => {
      const decoded = datasetFromArrow(bytes, { version });
      if (decoded.ok) return decoded.value;
      throw new Error(decoded.error.message);
    },
    run: (spec, dataset, now) => {
      const result = pivot(spec, dataset, { now });
      return result.ok ? result : { ok: false, error: asList(result.error) };
    },
  };
};
