// Attacks on stored logs, and on the bytes of their bundles: each must be found, and the first bad event named.
import {
  inspectLog,
  verifyBundle,
  type BundleFault,
  type Culprit,
  type NoteVerifier,
  type SoundBundle,
} from "@ennead/core/audit/seal";
import type { Result } from "@ennead/core/kernel";

import {
  bytesOf,
  keyPair,
  origin,
  partsOf,
  randomFrom,
  storedLog,
  type StoredLog,
} from "./stored-log.ts";
import { attacks, type Attacked, type Tampering } from "./tamperings.ts";

export interface Tampered {
  /** How often each attack was made. */
  readonly made: Readonly<Record<string, number>>;
  /** Of all: where exactly the first bad event was named, and where only the events among which it is. */
  readonly exactly: number;
  readonly among: number;
  readonly failures: readonly string[];
}

/** The events that a server names by its own tables. */
const inspect = ({ rows, nodes, segments, checkpoints }: Attacked): Culprit | "sound" => {
  const found = inspectLog(
    rows.map(({ seq, text, leaf }) => ({ seq, payload: text, leaf })),
    segments,
    checkpoints.at(-1) ?? { size: 0, root: new Uint8Array() },
    (level, index) => nodes.get(`${level}/${index}`),
  );
  return found.ok ? "sound" : found.error.first;
};

const verify = (
  bytes: Uint8Array,
  keys: readonly NoteVerifier[],
): Promise<Result<SoundBundle, BundleFault>> => verifyBundle([bytes], { origin, keys });

const holds = ({ from, to }: Culprit, first: number): boolean => from <= first && first <= to;

/** Why the attack was not found as it must be; else how exactly it was named. */
const judge = async (
  { log, first, hasNodes }: Tampering,
  keys: readonly NoteVerifier[],
): Promise<"exactly" | "among" | { readonly failure: string }> => {
  const found = inspect(log);
  if (found === "sound") return { failure: "the tables were called sound" };
  if (!holds(found, first)) {
    return { failure: `named ${JSON.stringify(found)} and not ${first}` };
  }
  if (hasNodes && found.from !== found.to) {
    return { failure: `named ${JSON.stringify(found)} and not ${first} alone` };
  }
  const bundle = await verify(bytesOf(partsOf(log)), keys);
  if (bundle.ok) return { failure: "the bundle was called sound" };
  return found.from === found.to ? "exactly" : "among";
};

/** A bit of a bundle's bytes flipped: found, and named where the bit is in the line of an event. */
const judgeBytes = async (
  log: StoredLog,
  random: (below: number) => number,
  keys: readonly NoteVerifier[],
): Promise<"exactly" | "among" | { readonly failure: string }> => {
  const parts = partsOf(log);
  const bytes = bytesOf(parts);
  const at = random(bytes.length);
  const line = bytes.subarray(0, at).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  const part = parts[line];
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  const found = await verify(bytes, keys);
  const where = `bit of byte ${at} in line ${line + 1}`;
  if (found.ok) return { failure: `${where}: the bundle was called sound` };
  if (part?.part !== "event") return "among";
  const isNamed = "seq" in found.error && found.error.seq === part.seq;
  return isNamed ? "exactly" : { failure: `${where}: ${JSON.stringify(found.error)}` };
};

const flippedBytes = "a bit of a bundle flipped";

/** `n` random attacks on random logs of up to 80 events. */
export const tamper = async ({ n, seed }: { n: number; seed: number }): Promise<Tampered> => {
  const { signer, verifier } = await keyPair(origin, "Ed25519");
  const random = randomFrom(seed);
  const names = [...Object.keys(attacks), flippedBytes];
  const made: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const failures: string[] = [];
  let [exactly, among, count] = [0, 0, 0];
  let log: StoredLog | undefined;
  while (count < n && failures.length < 5) {
    if (log === undefined || random(25) === 0) {
      const options = { seed: random(2 ** 31), segment: 1 + random(16), signer };
      log = await storedLog(1 + random(80), options);
      // An untouched log is sound: else all that follows would say nothing.
      const whole = await verify(bytesOf(partsOf(log)), [verifier]);
      if (!whole.ok || inspect(log) !== "sound") failures.push("an untouched log is not sound");
    }
    const name = names[random(names.length)] ?? "";
    const attack = attacks[name];
    const tampering = attack?.(log, random(log.rows.length), random);
    if (attack !== undefined && tampering === undefined) continue;
    const verdict =
      tampering === undefined
        ? await judgeBytes(log, random, [verifier])
        : await judge(tampering, [verifier]);
    count += 1;
    made[name] = (made[name] ?? 0) + 1;
    if (verdict === "exactly") exactly += 1;
    else if (verdict === "among") among += 1;
    else failures.push(`${name}: ${verdict.failure} (${log.rows.length} events, seed ${seed})`);
  }
  return { made, exactly, among, failures };
};
