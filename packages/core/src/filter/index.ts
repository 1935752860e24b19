export type { Filter, FilterValue, Period } from "./filter.ts";
