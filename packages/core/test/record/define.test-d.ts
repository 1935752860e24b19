// Checked by the compiler: `tsc -b`.
import type { Fault, Money, Result } from "@ennead/core/kernel";
import {
  defineObject,
  parseFields,
  type FieldDefinition,
  type FieldType,
  type FieldValue,
  type ObjectDefinition,
  type RecordData,
} from "@ennead/core/record";
import { expectTypeOf } from "vitest";

expectTypeOf(defineObject).parameter(0).toBeUnknown();
expectTypeOf(defineObject).returns.toEqualTypeOf<Result<ObjectDefinition, Fault[]>>();
expectTypeOf(parseFields).parameter(1).toBeUnknown();
expectTypeOf(parseFields).parameter(2).toEqualTypeOf<"create" | "update">();
expectTypeOf<RecordData[string]>().toEqualTypeOf<FieldValue>();
expectTypeOf<Money>().toExtend<FieldValue>();
expectTypeOf<"currency">().not.toExtend<FieldType>();

declare const field: FieldDefinition;
// @ts-expect-error -- definitions are data that nobody changes
field.required = true;
// @ts-expect-error -- absent is not undefined
export const loose: FieldDefinition = { name: "a", label: "A", type: "text", unique: undefined };
