/// <reference types="node" />
import { Buffer } from "node:buffer";
import { webcrypto } from "node:crypto";

import {
  importKeySet,
  importSecret,
  keyIdOf,
  verifyJwt,
  type JwtAlgorithm,
  type JwtConfig,
  type TokenKeys,
} from "@ennead/core/access";
import { describe, expect, test } from "vitest";

const { subtle } = webcrypto;
const now = 1_780_000_000;

const config: JwtConfig = {
  algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
  types: ["JWT", "at+jwt"],
  issuer: "https://id.example",
  audience: "ennead",
  clockSkewSec: 60,
  maxAgeSec: 3600,
  tenantClaim: "company",
};
const claims = {
  iss: "https://id.example",
  aud: "ennead",
  sub: "ada",
  company: "acme",
  iat: now - 10,
  exp: now + 60,
};

const encode = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const schemes = {
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  ES384: { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  ES512: { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" },
  EdDSA: { name: "Ed25519" },
} as const;

const pairs = Object.fromEntries(
  await Promise.all(
    Object.entries(schemes).map(async ([name, scheme]) => {
      const making = { ...scheme, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
      const pair = (await subtle.generateKey(making, true, [
        "sign",
        "verify",
      ])) as webcrypto.CryptoKeyPair;
      const { kty, crv, n, e, x, y } = await subtle.exportKey("jwk", pair.publicKey);
      const jwk = JSON.parse(JSON.stringify({ kty, crv, n, e, x, y, kid: name })) as object;
      return [name, { jwk, key: pair.privateKey }] as const;
    }),
  ),
) as Readonly<Record<keyof typeof schemes, { jwk: object; key: webcrypto.CryptoKey }>>;

const sign = async (
  by: keyof typeof schemes,
  header: unknown = { alg: by, kid: by },
  payload: unknown = claims,
): Promise<string> => {
  const text = `${encode(header)}.${encode(payload)}`;
  const signature = await subtle.sign(schemes[by], pairs[by].key, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString("base64url")}`;
};

const setOf = (
  jwks: readonly object[],
  algorithms: readonly JwtAlgorithm[] = config.algorithms,
): Promise<TokenKeys> => importKeySet({ keys: jwks }, algorithms, subtle);

const keys = await setOf(Object.values(pairs).map(({ jwk }) => jwk));

const check = async (
  token: string,
  held: TokenKeys = keys,
  rules: JwtConfig = config,
): Promise<string> => {
  const found = await verifyJwt(rules, held, token, now, subtle);
  return found.ok ? String(found.value["sub"]) : found.error.code;
};

describe("a token", () => {
  test.each(["RS256", "PS256", "ES256", "EdDSA"] as const)("signed with %s passes", async (alg) => {
    expect(await check(await sign(alg))).toBe("ada");
  });

  test.each(["ES384", "ES512"] as const)(
    "signed with %s passes where it is listed",
    async (alg) => {
      const rules = { ...config, algorithms: [alg] };
      const held = await setOf([pairs[alg].jwk], [alg]);
      expect(await check(await sign(alg), held, rules)).toBe("ada");
      expect(await check(await sign(alg))).toBe("access/token-algorithm");
    },
  );

  test("answers its whole payload", async () => {
    const payload = { ...claims, groups: ["a", { b: null }], iat: now - 0.5 };
    const token = await sign("ES256", undefined, payload);
    expect(await verifyJwt(config, keys, token, now, subtle)).toEqual({ ok: true, value: payload });
  });

  test("signed with HS256 by the bytes of a public key is refused, listed or not", async () => {
    const head = encode({ alg: "HS256", kid: "RS256" });
    const text = `${head}.${encode(claims)}`;
    const exported = Buffer.from(JSON.stringify(pairs.RS256.jwk));
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const key = await subtle.importKey("raw", exported, hmac, false, ["sign"]);
    const signature = await subtle.sign("HMAC", key, Buffer.from(text));
    const token = `${text}.${Buffer.from(signature).toString("base64url")}`;
    expect(await check(token)).toBe("access/token-algorithm");
    const algorithms: readonly JwtAlgorithm[] = ["RS256", "HS256"];
    const held = await setOf([pairs.RS256.jwk], algorithms);
    expect(await check(token, held, { ...config, algorithms })).toBe("access/token-key");
  });

  test("finds no secret in a key set", async () => {
    const algorithms: readonly JwtAlgorithm[] = ["HS256"];
    const held = await setOf([{ kty: "oct", k: encode("x".repeat(32)), kid: "s" }], algorithms);
    const token = `${encode({ alg: "HS256", kid: "s" })}.${encode(claims)}.AAAA`;
    expect(await check(token, held, { ...config, algorithms })).toBe("access/token-key");
  });

  test("cannot bring its key along", async () => {
    const { jwk } = pairs.ES256;
    const header = { alg: "ES256", kid: "mine", jwk, jku: "https://evil.example", x5c: ["AA"] };
    expect(await check(await sign("ES256", header))).toBe("access/token-key");
  });

  test.each([
    ["no kid", { alg: "ES256" }],
    ["a kid that is no text", { alg: "ES256", kid: 1 }],
    ["an unknown kid", { alg: "ES256", kid: "es256" }],
    ["the name of something every object has", { alg: "ES256", kid: "constructor" }],
    ["the kid of a key of another type", { alg: "ES256", kid: "RS256" }],
    ["the kid of a key on another curve", { alg: "ES256", kid: "ES384" }],
  ])("with %s finds no key", async (_name, header) => {
    expect(await check(await sign("ES256", header))).toBe("access/token-key");
  });

  test.each([
    ["for another algorithm", { alg: "PS256" }],
    ["for encryption", { use: "enc" }],
    ["that may only sign", { key_ops: ["sign"] }],
    ["with the exponent 1", { e: "AQ" }],
    ["with an even exponent", { e: "AQAA" }],
    ["of 2047 bits", { n: Buffer.from([0x7f, ...Array(255).fill(0xff)]).toString("base64url") }],
    ["of 1024 bits behind zeros", { n: `${"A".repeat(172)}${"_".repeat(168)}8w` }],
    ["without its modulus", { n: undefined }],
  ])("finds no key in one %s", async (_name, change) => {
    const held = await setOf([{ ...pairs.RS256.jwk, ...change }]);
    expect(await check(await sign("RS256"), held)).toBe("access/token-key");
  });

  test("is not kept from its key by broken keys beside it", async () => {
    const broken = { ...pairs.ES256.jwk, x: "AAAA" };
    const held = await importKeySet(
      { keys: [null, 7, {}, broken, pairs.EdDSA.jwk, pairs.ES256.jwk] },
      config.algorithms,
      subtle,
    );
    expect(await check(await sign("ES256"), held)).toBe("ada");
    expect(await check(await sign("EdDSA"), held)).toBe("ada");
  });

  test("is refused with a signature of another length or none", async () => {
    const token = await sign("ES256");
    const [head, payload, signature = ""] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    const withBytes = (changed: Uint8Array): string =>
      `${head}.${payload}.${Buffer.from(changed).toString("base64url")}`;
    for (const changed of [
      bytes.subarray(0, 63),
      Buffer.concat([bytes, Buffer.alloc(1)]),
      Buffer.alloc(64),
      Buffer.alloc(0),
    ]) {
      expect(await check(withBytes(changed))).toBe("access/token-signature");
    }
  });

  test("has one way to be written", async () => {
    const token = await sign("EdDSA");
    const last = token.at(-1) ?? "";
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const twin = `${token.slice(0, -1)}${alphabet[alphabet.indexOf(last) + 1]}`;
    expect(Buffer.from(twin.split(".")[2] ?? "", "base64url")).toEqual(
      Buffer.from(token.split(".")[2] ?? "", "base64url"),
    );
    expect(await check(twin)).toBe("access/token-signature");
    for (const text of [
      `${token}=`,
      `${token}.`,
      ` ${token}`,
      token.replace(".", ".."),
      "",
      "..",
    ]) {
      expect(await check(text)).toBe("access/token-malformed");
    }
  });

  test("nested as deep as it may be long is refused like any other", async () => {
    const deep = `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`;
    expect(await check(`${encode(deep)}.${encode(claims)}.AAAA`)).toBe("access/token-algorithm");
  });

  test.each([
    ["a doubled claim", '{"sub":"ada","sub":"eve"}'],
    ["a doubled claim deep inside", '{"a":[{"b":1,"\\u0062":2}]}'],
    ["a byte order mark", `\uFEFF${JSON.stringify(claims)}`],
    ["a list", "[]"],
    ["nothing", ""],
    ["an endless exp", JSON.stringify(claims).replace(`${now + 60}`, "1e999")],
    ["half a character as sub", JSON.stringify(claims).replace("ada", "\\ud800")],
    [
      "no sub but its name within",
      JSON.stringify({ ...claims, sub: undefined, a: { sub: "ada" } }),
    ],
  ])("with %s as payload has no claims", async (_name, payload) => {
    expect(await check(await sign("EdDSA", undefined, payload))).toBe("access/token-claims");
  });

  test("for another company than the path's is refused, whatever the case", async () => {
    const token = await sign("EdDSA");
    expect(await check(token, keys, { ...config, tenant: "acme" })).toBe("ada");
    expect(await check(token, keys, { ...config, tenant: "Acme" })).toBe("access/token-tenant");
  });

  test("is told that keys are missing only when a key could help", async () => {
    expect(await check(await sign("EdDSA"), null)).toBe("access/keys-unavailable");
    expect(await check(await sign("EdDSA", { alg: "EdDSA" }), null)).toBe("access/token-key");
    expect(await check(await sign("EdDSA", { alg: "none" }), null)).toBe("access/token-algorithm");
  });
});

describe("a shared secret", () => {
  test("serves only the algorithms that it is long enough for", async () => {
    const algorithms: readonly JwtAlgorithm[] = ["HS256", "HS512", "RS256"];
    const held = await importSecret(new Uint8Array(32).fill(7), algorithms, subtle);
    expect(held.keys.map(({ algorithm }) => algorithm)).toEqual(["HS256"]);
    const rules = { ...config, algorithms };
    const token = `${encode({ alg: "HS512" })}.${encode(claims)}.AAAA`;
    expect(await check(token, held, rules)).toBe("access/token-key");
    expect(await check(await sign("RS256"), held, rules)).toBe("access/token-key");
  });
});

describe("keyIdOf", () => {
  test("names the key that a token asks for, and refuses what needs none", async () => {
    expect(keyIdOf(config, await sign("ES256"))).toEqual({ ok: true, value: "ES256" });
    expect(keyIdOf(config, "a.b.c")).toMatchObject({ error: { code: "access/token-malformed" } });
    const nameless = await sign("ES256", { alg: "ES256" });
    expect(keyIdOf(config, nameless)).toMatchObject({ error: { code: "access/token-key" } });
  });
});

describe("importKeySet", () => {
  test.each([[null], [[]], ["keys"], [{}], [{ keys: {} }], [{ keys: "x" }]])(
    "takes %j for no key set",
    async (value) => {
      expect(await importKeySet(value, config.algorithms, subtle)).toBeNull();
    },
  );
});
