import type { KeyScopes } from "@ennead/core/access";
import {
  err,
  fault,
  isObject,
  ok,
  type Fault,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";

import type { Answer, AuditEntry, RequestContext, StoredFile } from "../kernel/index.ts";
import { asAttachment } from "./download.ts";
import { permitted } from "./permitted.ts";
import { reportEntity } from "./tables.ts";

export const noFile: Fault = fault(
  "kernel/not-found",
  "There is no file of this id, or it has expired.",
);

const factsOf = ({ facts }: StoredFile): JsonObject =>
  isObject(facts) ? (facts as JsonObject) : {};

/** Which file is asked for, and what the credential was limited to by which it is. */
interface Wanted {
  readonly purpose: string;
  readonly id: string;
  readonly scopes: KeyScopes | null;
}

/**
 * The file, if the caller may have it now: it is his, he may still read the report, and nobody's rights have changed since
 * it was made, which could hide what stands in it.
 */
const fetchable = async (
  context: RequestContext,
  { purpose, id, scopes }: Wanted,
): Promise<Result<StoredFile>> => {
  const { principal, scope, now, services } = context;
  const file = await services.files.find(scope, purpose, id, now);
  if (file === null || file.owner !== principal.actor) return err(noFile);
  const { report, stamp, scopes: within } = factsOf(file);
  if (typeof report === "string" && !(await permitted(context, report, "read")).ok) {
    return err(noFile);
  }
  const isNarrower = scopes !== null && JSON.stringify(scopes) !== JSON.stringify(within);
  if (stamp !== principal.stamp || isNarrower) {
    return err(
      fault(
        "pivot/export-void",
        "Rights have changed since this file was made; open the report again.",
      ),
    );
  }
  return ok(file);
};

/** The bytes, or a broken stream where the storage has others than there were: a file that ends early would look whole. */
async function* all(
  pieces: AsyncIterable<Uint8Array>,
  { bytes }: StoredFile,
): AsyncGenerator<Uint8Array, void, void> {
  let sent = 0;
  for await (const piece of pieces) {
    yield piece;
    sent += piece.length;
  }
  if (sent !== bytes) throw new Error("A stored file is not whole.");
}

const fetched = (file: StoredFile): AuditEntry => {
  const { report } = factsOf(file);
  return {
    action: `${reportEntity}.download`,
    entity: reportEntity,
    entityId: typeof report === "string" ? report : "unsaved",
    label: file.name,
    op: null,
    version: null,
    diff: { changes: [], dropped: [], reversible: true },
  };
};

/** Answers a stored file to whom it belongs, and says in the log that he has taken it. */
export const handOut = async (
  context: RequestContext,
  wanted: Wanted,
): Promise<Result<Answer, Fault | readonly Fault[]>> => {
  const file = await fetchable(context, wanted);
  if (!file.ok) return file;
  const { services, scope } = context;
  const pieces = await services.files.open(scope, file.value.id);
  if (pieces === null) return err(noFile);
  const noted = await services.uow.run(
    context,
    {
      load: () => Promise.resolve(ok(null)),
      decide: () =>
        ok({ events: [fetched(file.value)], parts: [], roots: [], answer: { status: 200 } }),
    },
    null,
  );
  if (!noted.ok) return noted;
  const { name, media, bytes } = file.value;
  return ok(asAttachment(name, media, all(pieces, file.value), bytes));
};
