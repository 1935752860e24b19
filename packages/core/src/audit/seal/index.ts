/**
 * Proof that nothing in a log was changed, put in, moved or taken out: a Merkle tree over its events, signed checkpoints,
 * proofs, bundles that are verified without a server. Personal values can be erased and all proofs stay.
 *
 * @example
 * ```ts
 * import { eventText, hashLeaf, inclusionPlan, proofOf, sealSegment, verifyInclusion } from "@ennead/core/audit/seal";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const events = ["sign-in", "export", "sign-out"].map((action, at) => ({ seq: at + 1, action, actor: "ada" }));
 * const texts = events.map((event) => unwrap(eventText(event)));
 * texts[0]; // '{"action":"sign-in","actor":"ada"}'
 *
 * const { nodes, root, size } = unwrap(sealSegment({ size: 0, hashes: [] }, texts));
 * const stored = new Map(nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
 * const plan = unwrap(inclusionPlan(1, { start: 0, end: size }));
 * const proof = unwrap(proofOf((level, index) => stored.get(`${level}/${index}`), plan));
 *
 * const leaf = hashLeaf(new TextEncoder().encode(texts[1]));
 * verifyInclusion({ index: 1n, end: 3n, leaf, proof, root }); // true
 * verifyInclusion({ index: 2n, end: 3n, leaf, proof, root }); // false
 * ```
 */
export { canonicalText, readStrictJson } from "./canonical-text.ts";
export { eventText, leafOfText } from "./event-text.ts";
export { hashLeaf, hashNode, sha256, type Sha256 } from "./hash.ts";
export { commitTo, isOpening, saltBytes, type OpenValue } from "./commitment.ts";
export { commitValues, openValues, type Committed } from "./commit-values.ts";
export { Frontier, treeRoot, type FrontierState, type OnNode } from "./frontier.ts";
export type { LeafRange, NodeId, NodeSource } from "./nodes.ts";
export {
  consistencyPlan,
  inclusionPlan,
  nodesOfPlan,
  proofOf,
  type Proof,
  type ProofPlan,
} from "./proof.ts";
export {
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from "./verify-proof.ts";
export {
  formatNoteKey,
  noteKeyId,
  noteSigner,
  noteVerifier,
  parseNoteKey,
  type HeldNoteKey,
  type NoteAlgorithm,
  type NoteKey,
  type NoteSigner,
  type NoteVerifier,
  type SigningCrypto,
  type VerifyingCrypto,
} from "./note-key.ts";
export {
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
  type SignedCheckpoint,
} from "./checkpoint.ts";
export { sealSegment, type Sealed, type Segment } from "./seal-segment.ts";
export {
  checkLog,
  LogCheck,
  type LogFault,
  type SealedSize,
  type SoundLog,
  type StoredEvent,
} from "./check-log.ts";
export { inspectLog, type Finding } from "./inspect-log.ts";
export { firstBadEvent, type Culprit, type Suspicion } from "./locate.ts";
export {
  bundleForm,
  bundleLine,
  writeBundle,
  type BundleHeader,
  type BundlePart,
} from "./bundle.ts";
export type { BundleFault, SoundBundle } from "./bundle-verdict.ts";
export {
  verifyBundle,
  type BundleOptions,
  type BundleProgress,
  type ByteStream,
  type Pieces,
} from "./verify-bundle.ts";
