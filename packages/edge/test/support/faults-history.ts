import type { DrillCompany } from "./faults-world.ts";
import type { Chance } from "./fuzz-random.ts";

type Kind =
  | "record.create"
  | "record.update"
  | "record.delete"
  | "report.create"
  | "report.update"
  | "report.delete"
  | "user.update"
  | "bulk"
  | "enqueue";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** One command, and what its caller knows of it. */
export interface Command {
  /** Its request id, by which the log tells its events. */
  readonly id: string;
  readonly kind: Kind;
  readonly company: DrillCompany;
  readonly key: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly ifMatch: string | undefined;
  /** Names of the jobs it asks for. */
  readonly jobs: readonly string[];
  /**
   * `open` nobody was asked or it did not answer; `done` and `refused` are answers; of an `unknown` one without a key
   * the caller will never know.
   */
  state: "open" | "done" | "refused" | "unknown";
  reply: Reply | undefined;
  /** How often it was answered as one that was done just now, not before. */
  fresh: number;
}

/** Statuses that are answers to a command, besides success: others are faults of ours. */
const refusals: Readonly<Record<Kind, readonly number[]>> = {
  "record.create": [409],
  "record.update": [404, 409, 412],
  "record.delete": [404, 409, 412],
  "report.create": [],
  "report.update": [404, 409, 412],
  "report.delete": [404, 409, 412],
  "user.update": [409, 412],
  bulk: [],
  enqueue: [],
};

interface Known {
  readonly company: DrillCompany;
  readonly id: string;
  version: number;
}

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [{ name: "n", agg: "records" }],
};

export interface History {
  readonly commands: readonly Command[];
  /** A new command, out of what is known to exist. */
  readonly next: () => Command;
  /** Keeps what a worker answered; null when it did not. Answers what is wrong with that. */
  readonly told: (command: Command, reply: Reply | null) => string | null;
  /** A command that was answered under a key, to be sent again. */
  readonly again: () => Command | null;
  /** A record and the version that was told to somebody. */
  readonly record: () => Known | null;
}

/** The outcome lines of a bulk load. */
export const outcomesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Faults of a line that say that the load is to be sent again. */
const passing: ReadonlySet<unknown> = new Set(["kernel/unavailable", "kernel/version-conflict"]);

const json = (value: unknown): string => JSON.stringify(value);

const faultOf = ({ fault }: Record<string, unknown>): unknown =>
  (fault as { readonly code?: unknown } | undefined)?.code;

/** Whether every line of a load was told what became of it. */
const isWhole = (command: Command, text: string): boolean => {
  const lines = (command.body ?? "").split("\n").length;
  const outcomes = outcomesOf(text);
  return outcomes.length === lines && outcomes.every((one) => faultOf(one) === undefined);
};

/**
 * Makes random commands and remembers everything that was answered to them. `run` makes ids differ between runs, `slice`
 * is how many lines of a load are written at once.
 */
export const makeHistory = (
  run: string,
  slice: number,
  chance: Chance,
  companies: readonly DrillCompany[],
): History => {
  const commands: Command[] = [];
  const records: Known[] = [];
  const reports: Known[] = [];
  let n = 0;

  const idOf = (known: Known | undefined): string =>
    known?.id ?? "0190a000-0000-7000-8000-0000000000ee";
  const draft = (kind: Kind): Command => {
    n += 1;
    const id = `drill-${run}-${n}`;
    const mark = `${run}.${n}`;
    const company = chance.happens(0.8)
      ? (companies[0] as DrillCompany)
      : (companies[1] as DrillCompany);
    const of = (all: readonly Known[]): Known | undefined => {
      const own = all.filter((one) => one.company === company);
      return own.length === 0 ? undefined : chance.pick(own.slice(-12));
    };
    const fields = {
      subject: mark,
      hours: `${n}.5`,
      ...(chance.happens(0.3) ? { code: `code-${mark}` } : {}),
      ...(chance.happens(0.3) ? { guest: `Guest of ${mark}` } : {}),
      ...(chance.happens(0.3) ? { cost: { amount: `${n}.25`, currency: "EUR" } } : {}),
      ...(chance.happens(0.3) ? { mood: chance.pick(["good", "bad", null]) } : {}),
    };
    const keyed = kind === "bulk" || kind === "enqueue" || chance.happens(0.75);
    const base = {
      id,
      kind,
      company,
      key: keyed ? `key-${mark}` : undefined,
      ifMatch: undefined,
      jobs: [],
      body: undefined,
      state: "open" as const,
      reply: undefined,
      fresh: 0,
    };
    const matching = (known: Known | undefined): string | undefined =>
      known !== undefined && chance.happens(0.3) ? `"${known.version}"` : undefined;
    switch (kind) {
      case "record.create": {
        const externalId = chance.happens(0.4) ? { externalId: `ext-${mark}` } : {};
        const body = json({ fields, ...externalId });
        return { ...base, method: "POST", path: "/api/records/visit", body };
      }
      case "record.update": {
        const known = of(records);
        const path = `/api/records/visit/${idOf(known)}`;
        const body = json({ fields });
        return { ...base, method: "PATCH", path, body, ifMatch: matching(known) };
      }
      case "record.delete": {
        const known = of(records);
        const path = `/api/records/visit/${idOf(known)}`;
        return { ...base, method: "DELETE", path, ifMatch: matching(known) };
      }
      case "report.create": {
        const body = json({ name: mark, spec });
        return { ...base, method: "POST", path: "/api/analytics/reports", body };
      }
      case "report.update": {
        const path = `/api/analytics/reports/${idOf(of(reports))}`;
        return { ...base, method: "PATCH", path, body: json({ name: mark, description: mark }) };
      }
      case "report.delete": {
        const path = `/api/analytics/reports/${idOf(of(reports))}`;
        return { ...base, method: "DELETE", path };
      }
      case "user.update": {
        const path = `/api/access/users/${company.mate}`;
        const sets = company.sets.filter(() => chance.happens(0.5));
        return { ...base, method: "PATCH", path, body: json({ name: mark, sets }) };
      }
      case "bulk": {
        // A few lines mostly; now and then more than a slice.
        const count = chance.happens(12 / slice)
          ? chance.whole(slice + 1, slice * 2)
          : chance.whole(1, 12);
        const from = chance.whole(0, 40);
        const body = Array.from({ length: count }, (_, line) =>
          json({ externalId: `row-${from + line}`, fields: { ...fields, code: null } }),
        ).join("\n");
        return { ...base, method: "POST", path: "/api/records/visit/bulk", body };
      }
      case "enqueue": {
        const jobs = Array.from({ length: chance.whole(1, 3) }, (_, at) => `${mark}/${at}`);
        return { ...base, method: "POST", path: "/api/drill", jobs, body: json({ names: jobs }) };
      }
      default:
        return kind satisfies never;
    }
  };

  const learn = ({ kind, company, path }: Command, { status, text }: Reply): void => {
    if (status === 204 || kind === "bulk" || kind === "enqueue" || kind === "user.update") return;
    const { id, version } = JSON.parse(text) as { id: string; version: number };
    const all = path.startsWith("/api/records/") ? records : reports;
    const known = all.find((one) => one.id === id);
    if (known === undefined) all.push({ company, id, version });
    else known.version = Math.max(known.version, version);
  };

  return {
    commands,
    next: () => {
      const command = draft(
        chance.weigh<Kind>([
          [5, "record.create"],
          [7, "record.update"],
          [2, "record.delete"],
          [1, "report.create"],
          [2, "report.update"],
          [0.5, "report.delete"],
          [1, "user.update"],
          [1.5, "bulk"],
          [3, "enqueue"],
        ]),
      );
      commands.push(command);
      return command;
    },
    told: (command, reply) => {
      const before = command.state;
      const settled = before === "done" ? command.reply : undefined;
      if (reply === null || reply.status === 503) {
        if (before === "open" && command.key === undefined) command.state = "unknown";
        return reply !== null && reply.headers["retry-after"] === undefined
          ? "a 503 without Retry-After"
          : null;
      }
      const { status, text, headers } = reply;
      const said = `${status} ${text.slice(0, 300)}`;
      if (command.kind === "bulk" && status === 200) {
        const codes = outcomesOf(text).map((one) => faultOf(one));
        const wrong = codes.find((code) => code !== undefined && !passing.has(code));
        if (wrong !== undefined) return `a line was answered ${String(wrong)}`;
        if (!isWhole(command, text)) return null;
        if (settled !== undefined && settled.text !== text) return `another answer: ${said}`;
      } else if (status < 300) {
        if (headers["idempotency-replayed"] !== "true") command.fresh += 1;
        if (command.fresh > 1) return `done once more: ${said}`;
        if (settled !== undefined) {
          const isSame = settled.status === status && settled.text === text;
          return isSame ? null : `another answer: ${said}`;
        }
      } else {
        // A key whose command was done answers what was done, whatever has become of the record since.
        if (settled !== undefined) return `refused after it was done: ${said}`;
        if (!refusals[command.kind].includes(status)) return `answered ${said}`;
        command.state = "refused";
        command.reply = reply;
        return null;
      }
      command.state = "done";
      command.reply = reply;
      learn(command, reply);
      return before === "refused" ? `done after it was refused: ${said}` : null;
    },
    again: () => {
      const done = commands.filter(({ state, key }) => state === "done" && key !== undefined);
      return done.length === 0 ? null : chance.pick(done.slice(-30));
    },
    record: () => (records.length === 0 ? null : chance.pick(records.slice(-12))),
  };
};
