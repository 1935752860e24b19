import type { DropItem } from "react-aria-components/useDragAndDrop";

import type { Well, WellPlace } from "../value.ts";

export const fieldType = "application/x-ennead-field";
export const entryType = "application/x-ennead-entry";

/** What is being dragged: a field of the list, or an entry of a well. */
export type Dragged =
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "entry"; readonly place: WellPlace };

const wells: readonly string[] = ["rows", "cols", "values", "filters"] satisfies Well[];

/** Reads what was dropped. Drags of other programs and other widgets' wells never parse as one of ours. */
export const draggedOf = async (item: DropItem | undefined): Promise<Dragged | undefined> => {
  if (item?.kind !== "text") return undefined;
  if (item.types.has(fieldType)) return { kind: "field", field: await item.getText(fieldType) };
  if (!item.types.has(entryType)) return undefined;
  const [well = "", index = ""] = (await item.getText(entryType)).split(":");
  return wells.includes(well) && /^\d+$/.test(index)
    ? { kind: "entry", place: { well: well as Well, index: Number(index) } }
    : undefined;
};
