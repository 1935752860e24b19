import { ok, type Fault, type Result } from "@ennead/core/kernel";

import type { Answer, Decision, RequestContext, Statement } from "../kernel/index.ts";
import { isThere } from "./folder.ts";
import type { Report } from "./report.ts";
import type { ReportChange } from "./store.ts";

/** What must hold at commit for a report to lie where it is put. */
export const inFolder = ({ company }: RequestContext, { folderId }: Report): readonly Statement[] =>
  folderId === null ? [] : [isThere(company, folderId)];

/** The decision to make a change; no change is written as nothing, whatever guards it had. */
export const written = (
  change: ReportChange | null,
  answer: Answer,
  guards: readonly Statement[] = [],
): Result<Decision, Fault> =>
  ok(
    change === null
      ? { events: [], parts: [], roots: [], answer }
      : { events: [change.event], parts: change.parts, roots: [change.root], guards, answer },
  );
