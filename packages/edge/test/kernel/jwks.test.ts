import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { jwksBearer, type JwksOptions } from "@ennead/edge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openEdge } from "../support/edge.ts";

const now = 1_780_000_000;
const claims = {
  iss: "https://id.example",
  aud: "ennead",
  sub: "ada",
  company: "acme",
  iat: now - 10,
  exp: now + 600,
};

interface Signer {
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly sign: (payload?: object, header?: object) => Promise<string>;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const signer = async (kid: string, alg: "ES256" | "RS256" = "ES256"): Promise<Signer> => {
  const scheme =
    alg === "ES256"
      ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
      : {
          name: "RSASSA-PKCS1-v1_5",
          hash: "SHA-256",
          modulusLength: 2048,
          publicExponent: new Uint8Array([1, 0, 1]),
        };
  const pair = (await crypto.subtle.generateKey(scheme, true, ["sign", "verify"])) as CryptoKeyPair;
  const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return {
    jwk: { kty, crv, x, y, n, e, kid, alg, use: "sig" },
    sign: async (payload = claims, header = { alg, kid, typ: "at+jwt" }) => {
      const text = `${encode(header)}.${encode(payload)}`;
      const bytes = await crypto.subtle.sign(scheme, pair.privateKey, Buffer.from(text));
      return `${text}.${Buffer.from(bytes).toString("base64url")}`;
    },
  };
};

const [first, second] = [await signer("one"), await signer("two")];
const issuer: { keys: readonly Signer[]; status: number; raw: string | undefined; asked: number } =
  { keys: [], status: 200, raw: undefined, asked: 0 };
let server: Server;
let url: string;
let at: number;
let failures: string[];

beforeEach(async () => {
  Object.assign(issuer, { keys: [first], status: 200, raw: undefined, asked: 0 });
  [at, failures] = [0, []];
  server = createServer((_request, response) => {
    issuer.asked += 1;
    if (issuer.status === 0) return;
    response.writeHead(issuer.status, { location: "/elsewhere" });
    response.end(issuer.raw ?? JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const optionsOf = (more: Partial<JwksOptions> = {}): JwksOptions => ({
  url,
  issuer: claims.iss,
  audience: claims.aud,
  algorithms: ["ES256", "RS256"],
  monotonic: () => at,
  onFailure: (reason) => failures.push(reason),
  ...more,
});

/** Asks a fresh strategy for one token after the other; `timeout` says how long each fetch may take. */
const opened = (
  timeout: () => number = () => 5000,
  more?: Partial<JwksOptions>,
): ((token: string) => Promise<string>) => {
  const options = Object.defineProperty(optionsOf(more), "timeoutMs", { get: timeout });
  const strategy = jwksBearer(options);
  return async (token) => {
    const request = new Request("http://x/", { headers: { authorization: `Bearer ${token}` } });
    const found = await strategy.authenticate(request, now * 1000);
    if (found === null) return "not recognised";
    return found.ok ? `${found.value.company}/${found.value.user}` : found.error.code;
  };
};

describe("a token of an issuer with a key set", () => {
  test("names company and user, and its keys are fetched once", async () => {
    const check = opened();
    const rsa = await signer("three", "RS256");
    issuer.keys = [first, rsa];
    expect(await check(await first.sign())).toBe("acme/ada");
    expect(await check(await first.sign({ ...claims, sub: "ben" }))).toBe("acme/ben");
    expect(await check(await rsa.sign())).toBe("acme/ada");
    expect(issuer.asked).toBe(1);
  });

  test("passes after a rotation, and the old key's tokens no longer", async () => {
    const check = opened();
    const [old, next] = [await first.sign(), await second.sign()];
    expect(await check(old)).toBe("acme/ada");
    issuer.keys = [first, second];
    at = 29;
    expect(await check(next)).toBe("access/token-key");
    at = 30;
    expect(await check(next)).toBe("acme/ada");
    expect(await check(old)).toBe("acme/ada");
    issuer.keys = [second];
    at = 631;
    expect(await check(old)).toBe("access/token-key");
    expect(await check(next)).toBe("acme/ada");
    expect(issuer.asked).toBe(3);
  });

  test("is not passed from memory when its kid has another key", async () => {
    const check = opened();
    const token = await first.sign();
    expect(await check(token)).toBe("acme/ada");
    issuer.keys = [await signer("one")];
    at = 601;
    expect(await check(token)).toBe("access/token-signature");
  });

  test.each([
    ["an error", { status: 500 }, /status 500/],
    ["a redirect", { status: 302 }, /status 302/],
    ["no JSON", { raw: "<html>" }, /JSON/],
    ["no key set", { raw: '{"keys":"none"}' }, /no key set/],
    ["bytes that are no text", { raw: Buffer.from([0xff, 0xfe]) }, /./],
    ["too much", { raw: `{"keys":[${" ".repeat(300_000)}]}` }, /more than 262144 bytes/],
    ["nothing in time", { status: 0 }, /within 50 ms/],
  ])("passes by the old keys while the issuer answers %s", async (_name, answer, reason) => {
    // Only the silent answer is given up early: on a busy machine a good one takes its time.
    const check = opened(() => (issuer.status === 0 ? 50 : 5000));
    const [token, next] = [await first.sign(), await second.sign()];
    expect(await check(token)).toBe("acme/ada");
    Object.assign(issuer, answer);
    at = 601;
    expect(await check(token)).toBe("acme/ada");
    expect(await check(next)).toBe("access/token-key");
    expect(issuer.asked).toBe(2);
    expect(failures).toEqual([expect.stringMatching(reason)]);
  });

  test("passes by the old keys while the issuer cannot be reached", async () => {
    const check = opened();
    const token = await first.sign();
    expect(await check(token)).toBe("acme/ada");
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
    at = 601;
    expect(await check(token)).toBe("acme/ada");
    expect(failures).toHaveLength(1);
  });

  test("in a storm of unknown kids causes one fetch per cool-down", async () => {
    const check = opened();
    const storm = async (): Promise<ReadonlySet<string>> => {
      const answers = Array.from({ length: 200 }, async (_, index) =>
        check(await first.sign(claims, { alg: "ES256", kid: `unknown-${at}-${index}` })),
      );
      return new Set(await Promise.all(answers));
    };
    for (at = 0; at <= 60; at += 10) {
      expect(await storm()).toEqual(new Set(["access/token-key"]));
      expect(await check(await first.sign())).toBe("acme/ada");
    }
    expect(issuer.asked).toBe(3);
  });

  test("that no key could save causes no fetch", async () => {
    const check = opened();
    for (const [header, code] of [
      [{ alg: "none", kid: "one" }, "access/token-algorithm"],
      [{ alg: "ES384", kid: "one" }, "access/token-algorithm"],
      [{ alg: "ES256", kid: "one", crit: [] }, "access/token-critical"],
      [{ alg: "ES256", jwk: first.jwk }, "access/token-key"],
    ] as const) {
      expect(await check(await first.sign(claims, header))).toBe(code);
    }
    expect(issuer.asked).toBe(0);
  });

  test("signed by the other algorithm's key is refused", async () => {
    const token = await first.sign(claims, { alg: "RS256", kid: "one" });
    expect(await opened()(token)).toBe("access/token-key");
  });

  test("signed with HS256 and the public key as secret is refused", async () => {
    const check = opened();
    for (const secret of [JSON.stringify(first.jwk), String(first.jwk["x"])]) {
      const text = `${encode({ alg: "HS256", kid: "one" })}.${encode(claims)}`;
      const hmac = { name: "HMAC", hash: "SHA-256" };
      const key = await crypto.subtle.importKey("raw", Buffer.from(secret), hmac, false, ["sign"]);
      const bytes = await crypto.subtle.sign("HMAC", key, Buffer.from(text));
      const token = `${text}.${Buffer.from(bytes).toString("base64url")}`;
      expect(await check(token)).toBe("access/token-algorithm");
    }
  });

  test.each([
    ["another issuer", { iss: "https://evil.example" }, "access/token-issuer"],
    ["another audience", { aud: "else" }, "access/token-audience"],
    ["a time that is over", { exp: now - 61 }, "access/token-expired"],
  ])("with %s is refused", async (_name, change, code) => {
    expect(await opened()(await first.sign({ ...claims, ...change }))).toBe(code);
  });
});

describe("an edge whose issuer is down at start", () => {
  test("answers 503, asks again after the cool-down, and then serves", async () => {
    issuer.status = 503;
    const edge = await openEdge({ auth: [jwksBearer(optionsOf())] });
    try {
      const token = await first.sign({ ...claims, sub: edge.users.admin, company: edge.ours });
      const get = async (): Promise<Response> =>
        edge.ennead.fetch(
          new Request("http://x/api/access/me", { headers: { authorization: `Bearer ${token}` } }),
        );
      const down = await get();
      expect(down.status).toBe(503);
      expect(Number(down.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(await down.json()).toMatchObject({ code: "access/keys-unavailable" });
      issuer.status = 200;
      at = 29;
      expect((await get()).status).toBe(503);
      at = 30;
      expect((await get()).status).toBe(200);
      expect(issuer.asked).toBe(2);
    } finally {
      await edge.close();
    }
  });
});

describe("jwksBearer", () => {
  test.each([
    ["http beyond this machine", { url: "http://id.example/jwks" }, /https/],
    [
      "a name that only begins like this machine's",
      { url: "http://127.0.0.1.evil.example" },
      /https/,
    ],
    ["a file", { url: "file:///etc/keys.json" }, /https/],
    ["credentials in the address", { url: "https://a:b@id.example/jwks" }, /credentials/],
    ["no algorithm", { algorithms: [] }, /algorithms/],
    ["a secret's algorithm", { algorithms: ["HS256" as "RS256"] }, /algorithms/],
    ["none", { algorithms: ["none" as "RS256"] }, /algorithms/],
    ["no cool-down", { cooldownSec: 0 }, /cool-down/],
    ["an age under the cool-down", { cacheSec: 10 }, /cool-down/],
  ])("takes no %s", (_name, change, message) => {
    expect(() => jwksBearer(optionsOf(change))).toThrow(message);
  });

  test.each(["https://id.example/jwks", "http://localhost:1/", "http://[::1]:1/"])(
    "takes the address %s",
    (address) => {
      expect(jwksBearer(optionsOf({ url: address })).name).toBe("bearer");
    },
  );

  test("gives up a fetch of the host's own that never ends", async () => {
    const check = opened(() => 20, { fetch: () => new Promise(() => undefined) });
    expect(await check(await first.sign())).toBe("access/keys-unavailable");
  });
});
