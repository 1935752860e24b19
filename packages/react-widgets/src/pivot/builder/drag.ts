import type { DropItem } from "react-aria-components/useDragAndDrop";

import type { Well, WellPlace } from "../value.ts";

/** The types that drags of one builder carry. Another builder on the page has others: its wells take none of ours. */
export interface DragTypes {
  readonly field: string;
  readonly entry: string;
}

/** `id` is the builder's own, as of `useId`. */
export const dragTypes = (id: string): DragTypes => {
  const own = id.replaceAll(/[^a-z0-9]/gi, "-").toLowerCase();
  return {
    field: `application/x-ennead-field.${own}`,
    entry: `application/x-ennead-entry.${own}`,
  };
};

/** What is being dragged: a field of the list, or an entry of a well. */
export type Dragged =
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "entry"; readonly place: WellPlace };

const wells: readonly string[] = ["rows", "cols", "values", "filters"] satisfies Well[];

/** Reads what was dropped. Drags of other programs and other builders never parse as one of ours. */
export const draggedOf = async (
  item: DropItem | undefined,
  types: DragTypes,
): Promise<Dragged | undefined> => {
  if (item?.kind !== "text") return undefined;
  if (item.types.has(types.field)) return { kind: "field", field: await item.getText(types.field) };
  if (!item.types.has(types.entry)) return undefined;
  const [well = "", index = ""] = (await item.getText(types.entry)).split(":");
  return wells.includes(well) && /^\d+$/.test(index)
    ? { kind: "entry", place: { well: well as Well, index: Number(index) } }
    : undefined;
};
