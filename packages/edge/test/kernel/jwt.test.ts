import { hs256Bearer, signHs256 } from "@ennead/edge";
import { describe, expect, test } from "vitest";

import { secret } from "../support/edge.ts";

const now = 1_780_000_000;
const claims = { sub: "ada", company: "acme", iat: now - 10, exp: now + 60 };

const encode = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token of any header and payload text, signed with our secret. */
const signed = async (header: unknown, payload: unknown, key = secret): Promise<string> => {
  const text = `${encode(header)}.${encode(payload)}`;
  const hmac = await crypto.subtle.importKey(
    "raw",
    Uint8Array.from(key),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const bytes = await crypto.subtle.sign("HMAC", hmac, Buffer.from(text));
  return `${text}.${Buffer.from(bytes).toString("base64url")}`;
};

const strategy = hs256Bearer({ secret, issuer: "host", audience: "ennead" });
const complete = { ...claims, iss: "host", aud: "ennead" };
const header = { alg: "HS256", typ: "JWT" };

const check = async (token: string): Promise<string> => {
  const request = new Request("http://x/", { headers: { authorization: `Bearer ${token}` } });
  const found = await strategy.authenticate(request, now * 1000);
  if (found === null) return "not recognised";
  return found.ok ? `${found.value.company}/${found.value.user}` : found.error.code;
};

describe("a bearer token", () => {
  test("names company and user", async () => {
    expect(await check(await signHs256(secret, complete))).toBe("acme/ada");
    expect(await check(await signed(header, { ...complete, aud: ["x", "ennead"] }))).toBe(
      "acme/ada",
    );
    expect(await check(await signed({ alg: "HS256" }, complete))).toBe("acme/ada");
  });

  test.each([
    ["too large", "x".repeat(16_385), "access/token-too-large"],
    ["not three parts", "a.b", "access/token-malformed"],
    ["padded", `${encode(header)}=.${encode(complete)}.x`, "access/token-malformed"],
    [
      "a header that is no object",
      `${encode("[]")}.${encode(complete)}.AAAA`,
      "access/token-malformed",
    ],
  ])("%s is refused", async (_name, token, code) => {
    expect(await check(token)).toBe(code);
  });

  test.each([
    [
      "a doubled key in the header",
      '{"alg":"HS256","alg":"HS256"}',
      complete,
      "access/token-malformed",
    ],
    ["crit", { ...header, crit: ["exp"] }, complete, "access/token-critical"],
    ["b64 false", { ...header, b64: false }, complete, "access/token-critical"],
    ["alg none", { alg: "none" }, complete, "access/token-algorithm"],
    ["alg HS512", { alg: "HS512" }, complete, "access/token-algorithm"],
    ["alg in lower case", { alg: "hs256" }, complete, "access/token-algorithm"],
    ["another type", { ...header, typ: "secevent+jwt" }, complete, "access/token-type"],
    ["a payload that is no object", header, "[1]", "access/token-claims"],
    [
      "a doubled claim",
      header,
      `${JSON.stringify(complete).slice(0, -1)},"sub":"eve"}`,
      "access/token-claims",
    ],
    ["no exp", header, { ...complete, exp: undefined }, "access/token-claims"],
    ["exp as text", header, { ...complete, exp: String(now + 60) }, "access/token-claims"],
    ["nbf as text", header, { ...complete, nbf: "0" }, "access/token-claims"],
    ["no sub", header, { ...complete, sub: "" }, "access/token-claims"],
    ["no company", header, { ...complete, company: 7 }, "access/token-claims"],
    ["expired", header, { ...complete, exp: now - 60 }, "access/token-expired"],
    ["not yet", header, { ...complete, nbf: now + 61 }, "access/token-not-yet"],
    ["issued in the future", header, { ...complete, iat: now + 61 }, "access/token-not-yet"],
    ["too old", header, { ...complete, iat: now - 86_400 - 61 }, "access/token-too-old"],
    ["another issuer", header, { ...complete, iss: "evil" }, "access/token-issuer"],
    ["another audience", header, { ...complete, aud: ["x"] }, "access/token-audience"],
  ])("with %s is refused", async (_name, head, payload, code) => {
    expect(await check(await signed(head, payload))).toBe(code);
  });

  test("signed with another secret, cut short or unsigned is refused", async () => {
    const good = await signed(header, complete);
    const [head = "", payload = "", signature = ""] = good.split(".");
    const other = new TextEncoder().encode("another secret of at least 32 bytes!");
    expect(await check(await signed(header, complete, other))).toBe("access/token-signature");
    expect(await check(`${head}.${payload}.${signature.slice(0, -4)}`)).toBe(
      "access/token-signature",
    );
    expect(await check(`${head}.${payload}.`)).toBe("access/token-signature");
    expect(await check(`${head}.${encode({ ...complete, sub: "eve" })}.${signature}`)).toBe(
      "access/token-signature",
    );
  });

  test("that was good is refused once its time is over", async () => {
    const token = await signed(header, complete);
    const at = async (sec: number) => {
      const request = new Request("http://x/", { headers: { authorization: `Bearer ${token}` } });
      const found = await strategy.authenticate(request, sec * 1000);
      return found?.ok === true ? "good" : found?.error.code;
    };
    expect(await at(now)).toBe("good");
    expect(await at(now + 119)).toBe("good");
    expect(await at(now + 120)).toBe("access/token-expired");
    expect(await at(now - 71)).toBe("access/token-not-yet");
  });

  test("within the allowed difference of clocks passes", async () => {
    expect(await check(await signed(header, { ...complete, exp: now - 59 }))).toBe("acme/ada");
    expect(await check(await signed(header, { ...complete, iat: now + 60 }))).toBe("acme/ada");
  });

  test("beside another credential in one header is refused", async () => {
    const token = await signed(header, complete);
    expect(await check(`${token}, Bearer ${token}`)).toBe("kernel/bad-request");
  });

  test("takes a secret of at least 32 bytes", () => {
    expect(() => hs256Bearer({ secret: new Uint8Array(31) })).toThrow(/32 bytes/);
  });
});
