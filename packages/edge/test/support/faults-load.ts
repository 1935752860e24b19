import type { Crew } from "./faults-crew.ts";
import type { Command, History, Reply } from "./faults-history.ts";
import type { Told } from "./faults-process.ts";
import type { Chance } from "./fuzz-random.ts";

const lanes = 5;

/** How often a command without an answer is sent again, once everything is well. */
const mostRepeats = 25;

/** What the callers of a drill do, several beside each other. */
export interface Load {
  /** So many new commands, some of them twice at once, with repeated keys and readings between them. */
  readonly run: (size: number) => Promise<void>;
  /** Every keyed command without an answer is sent again until it has one. */
  readonly resolveAll: () => Promise<void>;
  /** Ticks until no job is left. */
  readonly doJobs: () => Promise<void>;
  /** How many commands were sent again under their key, after they had been answered. */
  readonly repeated: () => number;
}

export const makeLoad = (
  history: History,
  crew: Crew,
  chance: Chance,
  fail: (failure: string) => void,
): Load => {
  let repeated = 0;

  const told = (command: Command, reply: Reply | null): void => {
    const wrong = history.told(command, reply);
    if (wrong !== null) fail(`${command.kind} ${command.id}: ${wrong}`);
  };

  const send = async (command: Command): Promise<void> => told(command, await crew.ask(command));

  const again = async (): Promise<void> => {
    const command = history.again();
    if (command === null) return;
    repeated += 1;
    await send(command);
  };

  /** A key that was used, with another body: it changes nothing. */
  const mismatch = async (): Promise<void> => {
    const command = history.again();
    if (command === null || command.kind !== "record.create") return;
    const reply = await crew.ask({
      ...command,
      id: `${command.id}-other`,
      body: command.body?.replace(".5", ".6"),
    });
    if (reply === null || reply.status === 503) return;
    if (!reply.text.includes("kernel/idempotency-mismatch")) {
      fail(`${command.id}: its key with another body was answered ${reply.text}`);
    }
  };

  /** What was told to somebody can be read by anybody, from then on. */
  const look = async (): Promise<void> => {
    const known = history.record();
    const [some] = history.commands;
    if (known === null || some === undefined) return;
    const { version } = known;
    const path = `/api/records/visit/${known.id}`;
    const reply = await crew.ask({
      ...some,
      id: "drill-looks",
      company: known.company,
      key: undefined,
      ifMatch: undefined,
      method: "GET",
      path,
      body: undefined,
    });
    if (reply === null || reply.status === 503) return;
    const deleted = history.commands.some(
      (one) => one.kind === "record.delete" && one.path === path && one.state !== "refused",
    );
    const isRight =
      reply.status === 200
        ? (JSON.parse(reply.text) as { version: number }).version >= version
        : reply.status === 404 && deleted;
    if (!isRight) fail(`${known.id} at ${version} was read as ${reply.status} ${reply.text}`);
  };

  // Each time later than any lease that a tick before it has given to a process that died.
  let ahead = 3 * 3_600_000;

  return {
    run: async (size) => {
      let left = size;
      const lane = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const command = history.next();
          // Two at once, as an impatient caller sends them.
          if (command.key !== undefined && chance.happens(0.08)) {
            await Promise.all([send(command), send(command)]);
          } else await send(command);
          if (chance.happens(0.08)) await again();
          if (chance.happens(0.03)) await mismatch();
          if (chance.happens(0.1)) await look();
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    resolveAll: async () => {
      for (const command of history.commands) {
        for (let tries = 0; command.state === "open" && tries < mostRepeats; tries += 1) {
          await crew.muster();
          await send(command);
        }
      }
    },
    doJobs: async () => {
      let last: Told | undefined;
      for (let turn = 0; turn < mostRepeats; turn += 1) {
        await crew.muster();
        ahead += 60_000;
        last = await crew.workers()[0]?.call("tick", ahead);
        if (last?.kind !== "told") continue;
        if ((last.value as { nextAt: number | null }).nextAt === null) return;
      }
      fail(`jobs are left over that nobody can do: ${JSON.stringify(last)}`);
    },
    repeated: () => repeated,
  };
};
