export {
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  type ListQuery,
  type ListSource,
  type RowPage,
} from "./list.ts";
