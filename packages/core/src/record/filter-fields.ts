import type { FilterFieldType, TypeOf } from "../filter/index.ts";
import type { FieldDefinition, FieldType, ObjectDefinition } from "./definition.ts";
import { fieldOf } from "./parse-fields.ts";
import { systemFields } from "./system-fields.ts";

const filterTypes: Readonly<Partial<Record<FieldType, FilterFieldType>>> = {
  text: "text",
  richText: "text",
  email: "text",
  phone: "text",
  url: "text",
  integer: "int",
  decimal: "decimal",
  float: "float",
  money: "money",
  boolean: "bool",
  picklist: "text",
  multiPicklist: "textList",
  reference: "text",
  date: "date",
  instant: "timestamp",
};

/** How a filter over records sees the field: picklists by value, references by id; undefined for list, json, secret. */
export const filterType = ({ type }: FieldDefinition): FilterFieldType | undefined =>
  filterTypes[type];

const ofSystem = new Map(systemFields.map((field) => [field.name, filterType(field)]));

/**
 * The fields that records of an object can be filtered and sorted by: the system fields, and of the object's own those
 * in `readable` (all when absent). A hidden field is as unknown as one that does not exist.
 */
export const filterFields =
  (definition: ObjectDefinition, readable?: ReadonlySet<string>): TypeOf =>
  (name) => {
    const system = ofSystem.get(name);
    if (system !== undefined) return system;
    const field = fieldOf(definition, name);
    if (field === undefined || readable?.has(name) === false) return undefined;
    return filterType(field);
  };
