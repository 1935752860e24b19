import type { Catalogue } from "@ennead/core/record";

import { enqueue, search, type TableClass } from "../../kernel/index.ts";
import { refillSearch } from "./index-jobs.ts";
import { codeLength, columnCount, fingerprint } from "./places.ts";

/**
 * The full-text index: one row for each record, a column for each field, so that a search looks only into the fields
 * that its actor may read. It keeps no text, only which words stand where. Words are made by us, so its tokenizer only
 * parts them at spaces; the beginnings of two and three letters, which many words share, have indexes of their own. The
 * last column holds nothing: its name changes with what the columns stand for, and with it the definition.
 */
export const searchTable = (objects: Catalogue): TableClass =>
  search(
    "record_search",
    [
      "owner",
      ...Array.from({ length: columnCount }, (_, at) => `f${at}`),
      `of_${fingerprint(objects.values())} unindexed`,
      "content = ''",
      "contentless_delete = 1",
      "tokenize = 'ascii'",
      `prefix = '${codeLength + 2} ${codeLength + 3}'`,
    ].join(", "),
    enqueue(refillSearch, {}, { dedupe: "refill" }),
  );
