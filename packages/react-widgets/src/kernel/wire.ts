import type { PivotSpec } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

/** A page of a list; `next` is the cursor of the following page, null on the last one. */
export interface ListAnswer<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
  readonly total?: number;
}

export type ObjectsAnswer = ListAnswer<ObjectDefinition>;

/** A saved report. `view` is what the widget keeps about looks; the edge stores it unread. */
export interface ReportAnswer {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly spec: PivotSpec;
  readonly view?: unknown;
  readonly version: number;
  readonly updatedAt?: string;
}
