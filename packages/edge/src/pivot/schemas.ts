import { pivotSpecSchema } from "@ennead/core/pivot";
import * as v from "valibot";

import { listQuery, storedText } from "../kernel/index.ts";
import { attachable } from "./schedule.ts";

const id = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
);

const spec = {
  version: 1 as const,
  source: "opportunity",
  rows: [{ name: "stage", field: "stage" }],
  cols: [],
  values: [{ name: "deals", agg: "records" as const }],
};

/** A name in one line: it heads pages, mails and files. */
const inOneLine = (most: number) =>
  v.pipe(
    storedText(1, most),
    v.check(
      (text) => text.trim() !== "" && !/\p{Cc}|[\u2028\u2029]/u.test(text),
      "A text in one line.",
    ),
  );

const name = v.pipe(storedText(1, 200), v.examples(["Deals by stage"]));
const newName = v.pipe(inOneLine(200), v.examples(["Deals by stage"]));
const description = v.nullable(storedText(0, 2000));
const object = v.record(v.string(), v.unknown());

// A spec is checked by core, with the fields the caller may read: its faults say more than a schema's.
const anySpec = v.pipe(object, v.title("PivotSpec"), v.examples([spec]));

export const idParams = v.strictObject({ id });

// Looked at by the handler, once it is known that the report is there.
const loose = v.pipe(v.string(), v.maxLength(64));

export const loosePath = v.strictObject({ id: loose });
export const versionParams = v.strictObject({ id, version: loose });
export const linkParams = v.strictObject({ id, link: loose });
export const deliveryParams = v.strictObject({ id, delivery: loose });
export const tokenParams = v.strictObject({ token: v.pipe(v.string(), v.maxLength(4096)) });
export const scheduleParams = v.strictObject({ id, schedule: loose });

const folderId = v.nullable(id);

export const newReport = v.strictObject({
  name: newName,
  description: v.exactOptional(description),
  spec: anySpec,
  view: v.exactOptional(v.nullable(object)),
  folderId: v.exactOptional(folderId),
});

export const reportPatch = v.strictObject({
  name: v.exactOptional(newName),
  description: v.exactOptional(description),
  spec: v.exactOptional(anySpec),
  view: v.exactOptional(v.nullable(object)),
  folderId: v.exactOptional(folderId),
});

const word = v.optional(v.pipe(storedText(1, 200)));

/** Filters of the list of reports, beside those of every list. */
export const reportQuery = v.strictObject({
  ...listQuery.entries,
  q: word,
  folder: v.optional(v.union([id, v.literal("top")])),
  mine: v.optional(v.picklist(["true", "false"])),
  shared: v.optional(v.picklist(["true", "false"])),
  archived: v.optional(v.picklist(["true", "false", "all"])),
});

const savedAt = { savedBy: v.string(), savedAt: v.string() };

export const versionItem = v.strictObject({ version: v.number(), name, ...savedAt });

export const folderName = v.pipe(storedText(1, 200), v.examples(["Sales"]));
const newFolderName = v.pipe(inOneLine(200), v.examples(["Sales"]));

export const newFolder = v.strictObject({
  name: newFolderName,
  parentId: v.exactOptional(folderId),
});

export const folderPatch = v.strictObject({
  name: v.exactOptional(newFolderName),
  parentId: v.exactOptional(folderId),
});

export const folderAnswer = v.pipe(
  v.strictObject({
    id,
    name: folderName,
    parentId: folderId,
    ownerId: v.string(),
    version: v.number(),
    createdAt: v.string(),
    updatedAt: v.string(),
  }),
  v.title("FolderAnswer"),
);

export const reportAnswer = v.pipe(
  v.strictObject({
    id,
    name,
    description,
    spec: v.pipe(pivotSpecSchema, v.title("PivotSpec"), v.examples([spec])),
    view: v.nullable(object),
    ownerId: v.string(),
    version: v.number(),
    createdAt: v.string(),
    updatedAt: v.string(),
    folderId,
    archivedAt: v.nullable(v.string()),
  }),
  v.title("ReportAnswer"),
);

/** All that a report was at one of its versions. */
export const versionAnswer = v.pipe(
  v.strictObject({
    version: v.number(),
    name,
    description,
    spec: v.pipe(pivotSpecSchema, v.title("PivotSpec"), v.examples([spec])),
    view: v.nullable(object),
    ...savedAt,
  }),
  v.title("ReportVersion"),
);

const of = v.picklist(["cells", "records"]);

/** `of=records`: the records beneath the total instead of the cells. */
export const exportQuery = v.strictObject({ of: v.optional(of) });

export const exportBody = v.strictObject({
  name: v.exactOptional(newName),
  spec: anySpec,
  view: v.exactOptional(v.nullable(object)),
  of: v.exactOptional(of),
});

const exportFormat = v.picklist(["csv", "xlsx", "html", "pdf", "json", "arrow"]);

/** `spec` and `view` as they are on the screen, where they differ from what is saved. */
export const exportAsk = v.strictObject({
  format: exportFormat,
  of: v.exactOptional(of),
  spec: v.exactOptional(anySpec),
  view: v.exactOptional(v.nullable(object)),
});

export const exportAskSpec = v.strictObject({ ...exportBody.entries, format: exportFormat });

/** The job's result, once it is done: `{id, path, name, media, bytes, rows, expiresAt}`. */
export const exportJobAnswer = v.strictObject({ job: v.string() });

export const runBody = v.strictObject({ spec: anySpec });

const pathMember = v.union([
  v.null(),
  v.boolean(),
  v.number(),
  v.pipe(v.string(), v.maxLength(10_000)),
  v.strictObject({ others: v.literal(true) }),
]);

// Members from the outermost level; none is the total.
const path = v.pipe(v.array(pathMember), v.maxLength(12), v.examples([[]]));

const measure = v.pipe(v.string(), v.maxLength(200), v.examples(["deals", "n"]));

export const drillBody = v.strictObject({
  row: path,
  col: path,
  /** A measure whose own condition narrows the records. */
  value: v.exactOptional(measure),
  limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500))),
  /** `next` of the page before. */
  after: v.exactOptional(v.nullable(v.pipe(v.string(), v.maxLength(200)))),
});

export const explainBody = v.strictObject({ row: path, col: path, value: measure });

const cell = v.nullable(v.union([v.number(), v.string(), v.boolean()]));

const axis = v.strictObject({
  levels: v.array(v.string()),
  nodes: v.array(
    v.looseObject({
      index: v.number(),
      parent: v.number(),
      size: v.number(),
      path: v.array(cell),
      kind: v.picklist(["member", "others", "total"]),
      isNull: v.boolean(),
      level: v.number(),
      label: v.string(),
      records: v.number(),
    }),
  ),
});

/** `PivotResultJson` of core with the version of the data. */
export const runAnswer = v.pipe(
  v.strictObject({
    rows: axis,
    cols: axis,
    measures: v.array(v.looseObject({ name: v.string(), type: v.string() })),
    cells: v.array(v.array(cell)),
    warnings: v.array(v.strictObject({ code: v.string(), message: v.string() })),
    stats: v.strictObject({
      rows: v.number(),
      selected: v.number(),
      cells: v.number(),
      layout: v.picklist(["dense", "hashed"]),
      why: v.string(),
      executor: v.picklist(["columns", "sql"]),
    }),
    dataVersion: v.string(),
  }),
  v.title("PivotAnswer"),
);

const record = v.strictObject({ id: v.nullable(v.string()), cells: v.record(v.string(), cell) });

export const drillAnswer = v.strictObject({
  columns: v.array(v.strictObject({ name: v.string(), type: v.string() })),
  items: v.array(record),
  total: v.number(),
  next: v.nullable(v.string()),
});

/** `Explanation` of core; records by id and name instead of rows. */
export const explainAnswer = v.pipe(
  v.looseObject({
    path: v.array(v.looseObject({ axis: v.picklist(["rows", "cols"]), level: v.string() })),
    value: cell,
    records: v.number(),
    counted: v.number(),
    topRecords: v.array(
      v.strictObject({
        id: v.nullable(v.string()),
        label: v.nullable(v.string()),
        value: cell,
      }),
    ),
    topMembers: v.array(v.looseObject({ node: v.number(), value: cell, records: v.number() })),
    /** What the cell said in the newest mail that the caller was sent, and how it has changed since. */
    sinceDelivery: v.nullable(v.strictObject({ at: v.string(), value: cell, change: cell })),
  }),
  v.title("PivotExplanation"),
);

export const fieldsQuery = v.strictObject({
  object: v.optional(v.pipe(v.string(), v.maxLength(64))),
});

export const fieldsAnswer = v.strictObject({
  items: v.array(
    v.strictObject({
      object: v.string(),
      label: v.string(),
      labelPlural: v.string(),
      fields: v.array(
        v.strictObject({
          name: v.string(),
          label: v.string(),
          type: v.string(),
          scale: v.optional(v.number()),
          part: v.picklist(["value", "currency", "id"]),
          /** The object that it refers to. */
          object: v.optional(v.string()),
        }),
      ),
    }),
  ),
});

const linkFields = {
  id,
  label: v.string(),
  ownerId: v.string(),
  createdAt: v.string(),
  expiresAt: v.string(),
};

export const newLink = v.strictObject({
  label: v.exactOptional(storedText(0, 200)),
  /** RFC 3339; in 30 days unless given, within a year. */
  expiresAt: v.exactOptional(
    v.pipe(v.string(), v.maxLength(40), v.examples(["2026-08-01T00:00:00Z"])),
  ),
});

export const linkAnswer = v.strictObject(linkFields);

/** The token is told this once; `path` is where it leads, from where the API is mounted. */
export const newLinkAnswer = v.strictObject({
  ...linkFields,
  token: v.string(),
  /** The report as JSON, for programs. */
  path: v.string(),
  /** The same as a page, for people. */
  page: v.string(),
});

export const linkedReport = v.strictObject({
  name: v.string(),
  description,
  spec: v.pipe(pivotSpecSchema, v.title("PivotSpec"), v.examples([spec])),
  view: v.nullable(object),
  result: runAnswer,
  expiresAt: v.nullable(v.string()),
});

const rule = v.pipe(
  object,
  v.title("Schedule"),
  v.examples([{ every: "week", on: [1], at: "08:00", timeZone: "Europe/Berlin" }]),
);

const recipients = v.pipe(v.array(id), v.minLength(1), v.maxLength(100));
const attached = v.pipe(v.array(v.picklist(attachable)), v.maxLength(attachable.length));

const condition = v.nullable(
  v.strictObject({
    value: measure,
    op: v.picklist(["=", "!=", "<", "<=", ">", ">="]),
    than: v.union([
      v.pipe(v.number(), v.finite()),
      v.pipe(v.string(), v.regex(/^-?\d{1,30}(?:\.\d{1,15})?$/), v.examples(["10.00"])),
    ]),
  }),
);

export const newSchedule = v.strictObject({
  rule,
  recipients,
  /** Attached files; the table stands in the mail itself. */
  formats: v.exactOptional(attached),
  condition: v.exactOptional(condition),
  skipEmpty: v.exactOptional(v.boolean()),
  paused: v.exactOptional(v.boolean()),
});

export const schedulePatch = v.strictObject({
  rule: v.exactOptional(rule),
  recipients: v.exactOptional(recipients),
  formats: v.exactOptional(attached),
  condition: v.exactOptional(condition),
  skipEmpty: v.exactOptional(v.boolean()),
  paused: v.exactOptional(v.boolean()),
});

export const scheduleAnswer = v.pipe(
  v.strictObject({
    id,
    version: v.number(),
    ownerId: v.string(),
    rule: object,
    recipients: v.array(v.string()),
    unsubscribed: v.array(v.string()),
    formats: v.array(v.picklist(attachable)),
    condition,
    skipEmpty: v.boolean(),
    paused: v.boolean(),
    pausedBy: v.nullable(v.picklist(["asked", "owner"])),
    nextAt: v.nullable(v.string()),
    createdAt: v.string(),
    updatedAt: v.string(),
  }),
  v.title("ReportSchedule"),
);

/** Whether the mail is in the recipient's mailbox, as somebody has seen. */
export const settleBody = v.strictObject({ arrived: v.boolean() });

export const testAnswer = v.strictObject({ id });

export const deliveryAnswer = v.pipe(
  v.strictObject({
    id,
    scheduleId: v.string(),
    period: v.string(),
    recipient: v.string(),
    test: v.boolean(),
    state: v.picklist(["pending", "sending", "sent", "skipped", "refused", "failed", "uncertain"]),
    reason: v.nullable(v.string()),
    missed: v.number(),
    createdAt: v.string(),
    endedAt: v.nullable(v.string()),
  }),
  v.title("ReportDelivery"),
);
