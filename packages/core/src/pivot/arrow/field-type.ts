import { Type, type DataType, type Field } from "@uwdata/flechette";

import type { ColumnType } from "../column-type.ts";
import type { ColumnSchema } from "../dataset.ts";
import { columnTypes, maxScale } from "../schema.ts";
import { scaleKey, typeKey } from "./metadata.ts";

/** How an Arrow type is read when the field says nothing about ours; undefined for types we have no column for. */
const naturalType = (type: DataType): Omit<ColumnSchema, "name"> | undefined => {
  switch (type.typeId) {
    case Type.Dictionary:
      return naturalType(type.dictionary);
    case Type.Null:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { type: "text" };
    case Type.Bool:
      return { type: "bool" };
    case Type.Int:
      return { type: type.bitWidth === 64 ? "int64" : "int" };
    case Type.Float:
      return { type: "float" };
    case Type.Decimal:
      return { type: "decimal", scale: type.scale };
    case Type.Date:
      return { type: "date" };
    case Type.Timestamp:
      return { type: "timestamp" };
    default:
      return undefined;
  }
};

/** Our types that a field of an Arrow type may claim to be in its metadata. */
const mayHold = (arrow: DataType, type: ColumnType): boolean => {
  switch (arrow.typeId) {
    case Type.Dictionary:
      return mayHold(arrow.dictionary, type);
    case Type.Null:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return true;
    case Type.Int:
      return ["int", "int64", "decimal", "money", "float", "timestamp"].includes(type);
    case Type.Float:
      return ["int", "decimal", "money", "float", "timestamp"].includes(type);
    default:
      return (
        naturalType(arrow)?.type === type || (arrow.typeId === Type.Decimal && type === "money")
      );
  }
};

/** The column a field stands for, or why there is none. */
export const schemaOf = (field: Field): ColumnSchema | string => {
  const natural = naturalType(field.type);
  if (natural === undefined) return "It has an Arrow type that no column holds.";
  const claimed = field.metadata?.get(typeKey);
  const type = columnTypes.find((one) => one === claimed) ?? natural.type;
  if (!mayHold(field.type, type)) return `Its Arrow type does not hold a ${type}.`;
  const written = field.metadata?.get(scaleKey);
  const scale = written === undefined ? natural.scale : Number(written);
  if (scale !== undefined && !(Number.isInteger(scale) && scale >= 0 && scale <= maxScale)) {
    return `Its scale is ${scale}; it must be 0 to ${maxScale}.`;
  }
  return { name: field.name, type, ...(scale === undefined ? {} : { scale }) };
};
