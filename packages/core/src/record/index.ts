export type { FieldDefinition, FieldType, ObjectDefinition, Option } from "./definition.ts";
