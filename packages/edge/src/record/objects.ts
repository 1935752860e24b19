import { unwrap } from "@ennead/core/kernel";
import {
  catalogue,
  standardObjects,
  type Catalogue,
  type ObjectDefinition,
  type ObjectExtension,
} from "@ennead/core/record";

import type { AccessObject } from "../kernel/index.ts";

/** The standard objects together with those of the host. Throws on a wrong definition: it is the host's to correct. */
export const recordObjects = (
  own: readonly (ObjectDefinition | ObjectExtension)[] = [],
): Catalogue => unwrap(catalogue(standardObjects, own, ["user"]));

/** The objects as access and sharing know them: nothing is visible until a permission set says so. */
export const accessObjects = (objects: Catalogue): readonly AccessObject[] =>
  [...objects.values()].map(({ name, label, fields }) => ({
    name,
    label,
    fields,
    defaultAccess: "none",
  }));
