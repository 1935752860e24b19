import { isDeepStrictEqual } from "node:util";

import {
  canonicalText,
  checkLog,
  consistencyPlan,
  Frontier,
  hashLeaf,
  inclusionPlan,
  leafOfText,
  noteVerifier,
  proofOf,
  treeRoot,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  type Proof,
  type ProofPlan,
} from "@ennead/core/audit/seal";
import { unwrap, type Result } from "@ennead/core/kernel";

import { runFolder, trialsBy, type Case, type Check } from "./support/run-folder.ts";

const bytesOf = (text: string, encoding: "base64" | "hex"): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const base64 = (one: Case, name: string): Uint8Array => bytesOf(String(one[name]), "base64");

const hashes = (one: Case): Proof =>
  ((one["proof"] ?? []) as readonly string[]).map((text) => bytesOf(text, "base64"));

const integer = (one: Case, name: string): bigint => BigInt(String(one[name]));

const expected = (one: Case, found: boolean): string | undefined =>
  found === one["ok"] ? undefined : `answered ${found}`;

const checkInclusion: Check = (one) =>
  expected(
    one,
    verifyInclusion({
      index: integer(one, "leafIdx"),
      end: integer(one, "treeSize"),
      leaf: base64(one, "leafHash"),
      proof: hashes(one),
      root: base64(one, "root"),
    }),
  );

const checkConsistency: Check = (one) =>
  expected(
    one,
    verifyConsistency({
      end: integer(one, "size1"),
      size: integer(one, "size2"),
      first: base64(one, "root1"),
      second: base64(one, "root2"),
      proof: hashes(one),
    }),
  );

const checkSubtreeInclusion: Check = (one) =>
  expected(
    one,
    verifyInclusion({
      index: integer(one, "leafIdx"),
      start: integer(one, "start"),
      end: integer(one, "end"),
      leaf: base64(one, "leafHash"),
      proof: hashes(one),
      root: base64(one, "root"),
    }),
  );

const checkSubtreeConsistency: Check = (one) =>
  expected(
    one,
    verifyConsistency({
      start: integer(one, "start"),
      end: integer(one, "end"),
      size: integer(one, "size"),
      first: base64(one, "root1"),
      second: base64(one, "root2"),
      proof: hashes(one),
    }),
  );

interface TreeCase extends Case {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { index: number; size: number; proof: readonly string[] }[];
  readonly consistency: readonly { first: number; second: number; proof: readonly string[] }[];
}

const checkTree: Check = (one) => {
  const { leaves: contents, roots, inclusion, consistency } = one as TreeCase;
  const leaves = contents.map((text) => hashLeaf(bytesOf(text, "hex")));
  const nodes = new Map<string, Uint8Array>();
  let frontier = new Frontier();
  for (const [size, root] of roots.entries()) {
    if (hexOf(frontier.root()) !== root) return `root ${size} of the growing tree is wrong`;
    if (hexOf(treeRoot(leaves.slice(0, size))) !== root) return `root ${size} is wrong`;
    const leaf = leaves[size];
    if (leaf === undefined) break;
    // Every append goes through the state as it would be stored.
    frontier = unwrap(Frontier.restore(frontier.state()));
    frontier.append(leaf, (level, index, hash) => nodes.set(`${level}/${index}`, hash));
  }
  const rootOf = (size: number): Uint8Array => bytesOf(roots[size] ?? "", "hex");
  const made = (plan: Result<ProofPlan>): Proof =>
    unwrap(proofOf((level, index) => nodes.get(`${level}/${index}`), unwrap(plan)));
  for (const { index, size, proof } of inclusion) {
    const found = made(inclusionPlan(index, { start: 0, end: size }));
    const name = `inclusion of ${index} in ${size}`;
    if (!isDeepStrictEqual(found.map(hexOf), proof)) return `${name} is another proof`;
    const claim = {
      index: BigInt(index),
      end: BigInt(size),
      leaf: leaves[index] ?? new Uint8Array(),
      proof: found,
      root: rootOf(size),
    };
    if (!verifyInclusion(claim)) return `${name} does not verify`;
  }
  for (const { first, second, proof } of consistency) {
    const found = made(consistencyPlan({ start: 0, end: first }, second));
    const name = `consistency of ${first} with ${second}`;
    if (!isDeepStrictEqual(found.map(hexOf), proof)) return `${name} is another proof`;
    const claim = {
      end: BigInt(first),
      size: BigInt(second),
      first: rootOf(first),
      second: rootOf(second),
      proof: found,
    };
    if (!verifyConsistency(claim)) return `${name} does not verify`;
  }
  return undefined;
};

interface TamperCase extends Case {
  readonly events: readonly { seq: number; payload: string; leaf: string }[];
  readonly segments: readonly { from: number; to: number; root: string }[];
  readonly checkpoint: { size: number; root: string };
}

const checkTamper: Check = (one) => {
  const { events, segments, checkpoint } = one as TamperCase;
  const verdict = checkLog(
    events.map(({ seq, payload, leaf }) => ({
      seq,
      payload: new TextEncoder().encode(payload),
      leaf: bytesOf(leaf, "hex"),
    })),
    segments.map(({ from, to, root }) => ({ from, to, root: bytesOf(root, "hex") })),
    { size: checkpoint.size, root: bytesOf(checkpoint.root, "hex") },
  );
  let found: unknown = { ok: true };
  if (!verdict.ok) {
    const { reason } = verdict.error;
    found = {
      ok: false,
      reason,
      ...("seq" in verdict.error ? { seq: verdict.error.seq } : {}),
      ...("segment" in verdict.error ? { segment: verdict.error.segment } : {}),
    };
  }
  return isDeepStrictEqual(found, one["expect"]) ? undefined : `answered ${JSON.stringify(found)}`;
};

const checkCanonical: Check = (one) => {
  const found = canonicalText(String(one["input"]));
  if (one["refused"] === true) return found.ok ? `accepted as ${found.value}` : undefined;
  if (!found.ok) return found.error.message;
  if (found.value !== one["canonical"]) return `wrote ${found.value}`;
  const leaf = hexOf(leafOfText(found.value));
  return leaf === one["leaf"] ? undefined : `the leaf is ${leaf}`;
};

const checkCheckpoint: Check = async (one) => {
  const origin = String(one["origin"]);
  const publicKey = new Uint8Array(base64(one, "publicKey"));
  const key = unwrap(
    await noteVerifier({ name: origin, algorithm: "Ed25519", publicKey }, crypto.subtle),
  );
  const found = await verifyCheckpoint(String(one["text"]), origin, [key]);
  if (!found.ok) return one["ok"] === true ? found.error.message : undefined;
  const { size, root } = found.value;
  if (one["ok"] !== true) return "accepted";
  const isRight = String(size) === one["size"] && hexOf(root) === one["root"];
  return isRight ? undefined : `read size ${size} and root ${hexOf(root)}`;
};

const checks: Readonly<Record<string, Check>> = {
  inclusion: checkInclusion,
  consistency: checkConsistency,
  "subtree-inclusion": checkSubtreeInclusion,
  "subtree-consistency": checkSubtreeConsistency,
  tree: checkTree,
  tamper: checkTamper,
  canonical: checkCanonical,
  checkpoint: checkCheckpoint,
};

/** Runs every case of every JSON file in the folder; true when all pass. */
export const run = (dir: string): Promise<boolean> => runFolder("merkle", dir, trialsBy(checks));
