import type { Instant, JsonObject } from "@ennead/core/kernel";

import type { Line, Step } from "./timeline.ts";

/** Sends one request as somebody, at a time of the past. */
export type SendAs = (
  actor: string,
  at: Instant,
  path: string,
  init: { readonly method: string; readonly body?: string; readonly key?: string },
) => Promise<Response>;

export interface ReplayOptions {
  readonly steps: readonly Step[];
  readonly send: SendAs;
  /** Id of a user by key. */
  readonly userId: (key: string) => string;
  /** How many steps an earlier start has finished. */
  readonly done: number;
  /** Called after each step: what it counted is kept, so that a later start goes on from here. */
  readonly onStep: (done: number, step: Step) => Promise<void>;
  /** Stops between two steps. */
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly line: number;
  readonly status: "created" | "updated" | "unchanged" | "refused";
  readonly id?: string;
  readonly fault?: { readonly code: string; readonly message: string };
}

/** Objects that others refer to: their ids must be known. */
const targets: ReadonlySet<string> = new Set(["account", "product"]);

/** Ids of records by external id, read back through the ordinary list. */
const readIds = async (
  { steps, send, done }: ReplayOptions,
  ids: Map<string, string>,
): Promise<void> => {
  const finished = steps.slice(0, done).filter(({ object }) => targets.has(object));
  const lists = new Map(finished.map((step) => [`${step.company} ${step.object}`, step]));
  for (const { object, actor, at } of lists.values()) {
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await send(actor, at, `/api/records/${object}?limit=500${query}`, {
        method: "GET",
      });
      if (!answer.ok) throw new Error(`Listing ${object} failed: ${await answer.text()}`);
      const page = (await answer.json()) as {
        items: { id: string; externalId: string | null }[];
        next: string | null;
      };
      for (const { id, externalId } of page.items) {
        if (externalId !== null) ids.set(externalId, id);
      }
      cursor = page.next;
    }
  }
};

const lineOf = (
  { externalId, owner, fields, links }: Line,
  ids: ReadonlyMap<string, string>,
  userId: ReplayOptions["userId"],
): string => {
  const references = Object.entries(links ?? {}).map(([field, target]) => {
    const id = ids.get(target);
    if (id === undefined) throw new Error(`${externalId} refers to ${target}, which is not there.`);
    return [field, id];
  });
  const body: JsonObject = {
    externalId,
    ...(owner === undefined ? {} : { ownerId: userId(owner) }),
    fields: { ...fields, ...Object.fromEntries(references) },
  };
  return JSON.stringify(body);
};

/** The outcomes of a step, as soon as there is one for each line: the end of the stream is not waited for. */
const readOutcomes = async (step: Step, answer: Response): Promise<readonly Outcome[]> => {
  if (!answer.ok || answer.body === null) {
    throw new Error(`Writing ${step.object} failed: ${await answer.text()}`);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const outcomes: Outcome[] = [];
  let rest = "";
  while (outcomes.length < step.lines.length) {
    const { done, value = "" } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    outcomes.push(...lines.map((line) => JSON.parse(line) as Outcome));
  }
  void reader.cancel();
  const refused = outcomes.find(({ status }) => status === "refused");
  if (refused !== undefined || outcomes.length !== step.lines.length) {
    throw new Error(`Writing ${step.object} was refused: ${JSON.stringify(refused ?? outcomes)}`);
  }
  return outcomes;
};

/** Lets requests from outside in, at most this many milliseconds apart. */
const breathing = 25;

/**
 * Writes the steps in order, each as one bulk request of its author at its time. The idempotency key of a step is its
 * number: a step that was cut off by a crash is finished, never done twice.
 */
export const replay = async (options: ReplayOptions): Promise<void> => {
  const { steps, send, userId, onStep, signal } = options;
  const ids = new Map<string, string>();
  if (options.done > 0) await readIds(options, ids);
  let breathed = performance.now();
  for (let number = options.done; number < steps.length; number += 1) {
    const step = steps[number];
    if (step === undefined || signal.aborted) return;
    const answer = await send(step.actor, step.at, `/api/records/${step.object}/bulk`, {
      method: "POST",
      key: `sample-${number}`,
      body: step.lines.map((line) => `${lineOf(line, ids, userId)}\n`).join(""),
    });
    for (const { line, id } of await readOutcomes(step, answer)) {
      const target = step.lines[line - 1];
      if (targets.has(step.object) && target !== undefined && id !== undefined) {
        ids.set(target.externalId, id);
      }
    }
    await onStep(number + 1, step);
    // A database in a file answers without ever waiting: without a pause nobody else would be served.
    if (performance.now() - breathed > breathing) {
      await new Promise((resolve) => {
        setTimeout(resolve, 0);
      });
      breathed = performance.now();
    }
  }
};
