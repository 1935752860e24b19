/**
 * Data sets to and from Arrow IPC, so that records travel once and are pivoted where they arrive.
 *
 * @example
 * ```ts
 * import { datasetFromRows } from "@ennead/core/pivot";
 * import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const deals = unwrap(datasetFromRows([["Ada"], [null]], [{ name: "owner", type: "text" }]));
 * const again = unwrap(datasetFromArrow(arrowFromDataset(deals)));
 * again.columns.get("owner")?.dict; // ["Ada"]
 * ```
 */
export { arrowFromDataset } from "./encode.ts";
export { datasetFromArrow } from "./decode.ts";
