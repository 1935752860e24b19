import {
  formatNoteKey,
  noteVerifier,
  parseCheckpoint,
  parseNoteKey,
  signCheckpoint,
  treeRoot,
  verifyCheckpoint,
  type Checkpoint,
  type NoteAlgorithm,
  type NoteKey,
} from "@ennead/core/audit/seal";
import { unwrap } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

import { keyPair } from "./stored-log.ts";

const origin = "audit.example.com/acme";
const checkpoint: Checkpoint = {
  origin,
  size: 42n,
  root: treeRoot([new Uint8Array(32)]),
  extensions: [],
};

const codeOf = (result: { ok: boolean; error?: { code: string } }): string | undefined =>
  result.error?.code;

const algorithms: readonly NoteAlgorithm[] = ["Ed25519", "ECDSA"];

describe.each(algorithms)("a checkpoint signed by %s", (algorithm) => {
  test("says what was signed, and to whom the key was handed on", async () => {
    const { signer, key } = await keyPair(origin, algorithm);
    const extensions = ["schema 00ff"];
    const text = unwrap(await signCheckpoint({ ...checkpoint, extensions }, [signer]));
    const handedOn = unwrap(parseNoteKey(formatNoteKey(key)));
    const verifier = unwrap(await noteVerifier(handedOn, crypto.subtle));
    expect(unwrap(await verifyCheckpoint(text, origin, [verifier]))).toEqual({
      ...checkpoint,
      extensions,
      signedBy: [signer.id],
    });
  });

  test("does not verify with a bit changed anywhere, but in signatures of nobody", async () => {
    const { signer, verifier } = await keyPair(origin, algorithm);
    const text = unwrap(await signCheckpoint(checkpoint, [signer]));
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += 1) {
      const copy = bytes.slice();
      copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
      const found = await verifyCheckpoint(new TextDecoder().decode(copy), origin, [verifier]);
      expect(found.ok).toBe(false);
    }
  });

  test("is of nobody else: another key, another log, a witness", async () => {
    const { signer } = await keyPair(origin, algorithm);
    const stranger = await keyPair(origin, algorithm);
    const witness = await keyPair("witness.example", algorithm);
    const text = unwrap(await signCheckpoint(checkpoint, [signer, witness.signer]));
    const asked = [
      await verifyCheckpoint(text, origin, [stranger.verifier]),
      await verifyCheckpoint(text, origin, [witness.verifier]),
      await verifyCheckpoint(text, origin, []),
    ];
    expect(asked.map(codeOf)).toEqual(asked.map(() => "audit/unsigned-checkpoint"));
    expect(codeOf(await verifyCheckpoint(text, "audit.example.com/other", []))).toBe(
      "audit/bad-checkpoint",
    );
  });
});

test("while keys change, a checkpoint verifies by the old key and by the new one", async () => {
  const old = await keyPair(origin, "Ed25519");
  const young = await keyPair(origin, "ECDSA");
  const text = unwrap(await signCheckpoint(checkpoint, [old.signer, young.signer]));
  for (const { verifier } of [old, young]) {
    expect(unwrap(await verifyCheckpoint(text, origin, [verifier])).signedBy).toEqual([
      verifier.id,
    ]);
  }
});

describe("what cannot be a checkpoint is not signed", () => {
  test.each([
    { ...checkpoint, origin: "" },
    { ...checkpoint, origin: "two words" },
    { ...checkpoint, origin: "a+b" },
    { ...checkpoint, size: -1n },
    { ...checkpoint, size: 2n ** 64n },
    { ...checkpoint, root: new Uint8Array(31) },
    { ...checkpoint, extensions: [""] },
    { ...checkpoint, extensions: ["a\nb"] },
  ])("%o", async (wrong) => {
    const { signer } = await keyPair(origin, "Ed25519");
    expect(codeOf(await signCheckpoint(wrong, [signer]))).toBe("audit/bad-checkpoint");
  });

  test("and neither is one that nobody signs", async () => {
    expect(codeOf(await signCheckpoint(checkpoint, []))).toBe("audit/bad-checkpoint");
  });
});

describe("a text that is no checkpoint is refused", () => {
  const root = Buffer.from(checkpoint.root).toString("base64");
  const line = `— ${origin} ${Buffer.from(new Uint8Array(68)).toString("base64")}\n`;
  test.each([
    ["no signature", `${origin}\n1\n${root}\n\n`],
    ["no blank line", `${origin}\n1\n${root}\n${line}`],
    ["no last line feed", `${origin}\n1\n${root}\n\n${line.trimEnd()}`],
    ["a leading zero", `${origin}\n01\n${root}\n\n${line}`],
    ["2^64", `${origin}\n18446744073709551616\n${root}\n\n${line}`],
    ["a carriage return", `${origin}\r\n1\n${root}\n\n${line}`],
    ["a lone surrogate", `${origin}\n1\n${root}\n\ud800\n\n${line}`],
    ["unpadded base64", `${origin}\n1\n${root.slice(0, -1)}\n\n${line}`],
    ["spare bits", `${origin}\n1\n${root.slice(0, -2)}B=\n\n${line}`],
    ["a hyphen for the dash", `${origin}\n1\n${root}\n\n${line.replace("—", "-")}`],
    ["a thousand signatures", `${origin}\n1\n${root}\n\n${line.repeat(1000)}`],
  ])("%s", (_, text) => {
    expect(codeOf(parseCheckpoint(text))).toMatch(/^audit\/bad-(?:note|checkpoint)$/);
  });
});

describe("a line that is no key is refused", () => {
  const key: NoteKey = { name: origin, algorithm: "Ed25519", publicKey: new Uint8Array(32) };
  const line = formatNoteKey(key);
  test.each([
    "",
    "a+b",
    line.replace(origin, "other.example"),
    line.replace("+A", "+B"),
    line.slice(0, -1),
    line.replace(/\+[0-9a-f]{8}\+/, "+00000000+"),
  ])("%s", (text) => {
    expect(codeOf(parseNoteKey(text))).toBe("audit/bad-seal-key");
  });

  test("so are bytes that are no key of the algorithm", async () => {
    const short = { ...key, publicKey: new Uint8Array(5) };
    expect(codeOf(await noteVerifier(short, crypto.subtle))).toBe("audit/bad-seal-key");
    const spki: NoteKey = { ...key, algorithm: "ECDSA" };
    expect(codeOf(await noteVerifier(spki, crypto.subtle))).toBe("audit/bad-seal-key");
  });
});
