import type { ObjectDefinition, ObjectExtension } from "@ennead/core/record";

import { defineRoom, type Room } from "../kernel/index.ts";
import { noted } from "./denials.ts";
import { accessObjects, recordObjects } from "./objects.ts";
import { recordsPort } from "./ports.ts";
import { recordSecrets } from "./reseal.ts";
import { recordRoutes } from "./routes.ts";
import { searchIndex } from "./search/derivation.ts";
import { searchFollow, searchJobs } from "./search/index-jobs.ts";
import { searchTable } from "./search/search-table.ts";
import { recordSources } from "./source.ts";
import { tables } from "./tables.ts";
import { recordValues } from "./values.ts";

export interface RecordOptions {
  /** Objects and fields of the host, beside the standard ones. */
  readonly objectDefinitions?: readonly (ObjectDefinition | ObjectExtension)[];
}

/** The room `record`: records of all objects, and port `records` by which other rooms read them. */
export const recordRoom = ({ objectDefinitions = [] }: RecordOptions = {}): Room => {
  const objects = recordObjects(objectDefinitions);
  return defineRoom({
    name: "record",
    tables: [...tables, searchTable(objects)],
    derivations: [recordValues(objects), searchIndex(objects)],
    sealed: [recordSecrets(objects)],
    objects: accessObjects(objects),
    routes: recordRoutes(objects).map(noted),
    jobs: searchJobs(objects),
    follows: [searchFollow(objects)],
    needs: ["directory", "sharing"],
    gives: () => ({ records: recordsPort(objects) }),
    sources: () => recordSources(objects),
  });
};
