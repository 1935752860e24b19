/**
 * Data sets and results to and from arquero tables. arquero is an optional peer: only this door loads it.
 *
 * @example
 * ```ts
 * import { table } from "arquero";
 * import { datasetFromTable } from "@ennead/core/pivot/arquero";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const deals = table({ owner: ["Ada", "Ben"], amount: ["10.50", "4.00"] });
 * const schema = [{ name: "amount", type: "decimal", scale: 2 }] as const;
 * const dataset = unwrap(datasetFromTable(deals, schema));
 * dataset.columns.get("amount")?.values; // Float64Array [1050, 400]
 * ```
 */
export { datasetFromTable } from "./from-table.ts";
export { tableFromDataset, tableFromResult } from "./to-table.ts";
export type { ArqueroTable } from "./table.ts";
