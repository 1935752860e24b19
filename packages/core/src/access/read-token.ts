import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import { decodeBase64Url, isCanonical } from "./base64url.ts";
import type { JwtAlgorithm } from "./jwt-algorithm.ts";
import { readStrictObject, type Claims } from "./strict-json.ts";

/** What a token's header must be. */
export interface HeaderRules {
  /** The algorithms that are accepted; nothing in a token can choose another. */
  readonly algorithms: readonly JwtAlgorithm[];
  /** Values of `typ` that are accepted, without regard to case. A token without `typ` passes. */
  readonly types: readonly string[];
}

/** A token whose form and header hold, and whose signature nobody has looked at yet. */
export interface ReadToken {
  readonly algorithm: JwtAlgorithm;
  /** As it stands in the header: any JSON value, or undefined. */
  readonly kid: unknown;
  /** The bytes that are signed. */
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly payload: Uint8Array;
  /** Empty where it is not written in its one form. */
  readonly signature: Uint8Array<ArrayBuffer>;
}

const longest = 16_384;

const malformed = (): { readonly ok: false; readonly error: Fault } =>
  err(fault("access/token-malformed", "The token is no signed JSON web token."));

const headerFault = (header: Claims, { algorithms, types }: HeaderRules): Fault | undefined => {
  const { alg, typ } = header as { readonly alg?: unknown; readonly typ?: unknown };
  if (Object.hasOwn(header, "crit") || header["b64"] === false) {
    return fault(
      "access/token-critical",
      "The token asks for extensions that are not known; send one without crit and b64.",
    );
  }
  if (!algorithms.some((one) => one === alg)) {
    return fault(
      "access/token-algorithm",
      `The token must be signed with ${algorithms.join(" or ")}.`,
    );
  }
  const type = typeof typ === "string" ? typ.toLowerCase() : undefined;
  if (typ !== undefined && !types.some((one) => one.toLowerCase() === type)) {
    return fault("access/token-type", `The token's type must be ${types.join(" or ")}.`);
  }
  return undefined;
};

// Base64url and the point are ASCII: a character is a byte. A plain loop: every request comes by here.
const asciiBytes = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
};

/** Length, form and header of a token (RFC 7515, compact form): all that can be refused without a key. */
export const readToken = (rules: HeaderRules, token: string): Result<ReadToken> => {
  if (token.length > longest) {
    return err(
      fault("access/token-too-large", `A token has at most ${longest} characters.`, undefined, {
        length: token.length,
      }),
    );
  }
  const parts = token.split(".");
  const [head, payload, signature] = parts.map(decodeBase64Url);
  if (
    parts.length !== 3 ||
    head === undefined ||
    payload === undefined ||
    signature === undefined
  ) {
    return malformed();
  }
  const header = readStrictObject(head);
  if (header === undefined) return malformed();
  const refused = headerFault(header, rules);
  if (refused !== undefined) return err(refused);
  return ok({
    algorithm: header["alg"] as JwtAlgorithm,
    kid: header["kid"],
    signed: asciiBytes(token.slice(0, token.lastIndexOf("."))),
    payload,
    // What is signed covers the other parts as text; without this the last one could be written in several ways.
    signature: isCanonical(parts[2] ?? "") ? signature : new Uint8Array(),
  });
};

/**
 * The `kid` that a token asks for, or the fault that refuses the token whatever the keys: no key is fetched for those.
 * The codes are the ones of `verifyJwt`, in its order.
 */
export const keyIdOf = (rules: HeaderRules, token: string): Result<string> => {
  const read = readToken(rules, token);
  if (!read.ok) return read;
  const { kid } = read.value;
  return typeof kid === "string" ? ok(kid) : err(unknownKey());
};

/** The refusal of a token for whose header there is no fitting key. */
export const unknownKey = (): Fault =>
  fault("access/token-key", "The issuer has no key that fits the token's kid and algorithm.");
