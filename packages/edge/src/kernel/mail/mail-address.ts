import { err, fault, ok, type PathSegment, type Result } from "@ennead/core/kernel";

import type { MailAddress } from "./mail-message.ts";

/** What ends a header line, or stands in none: controls (C0, DEL, C1) and the separators of lines and paragraphs. */
export const isOneLine = (text: string): boolean =>
  // oxlint-disable-next-line no-control-regex
  !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u.test(text);

const longestName = 128;

// RFC 5321 section 4.5.3.1, in octets.
const longestLocal = 64;
const longestAddress = 254;

/** A dot-string of RFC 5321 with the letters of RFC 6531. Quoted local parts exist only on paper. */
const localPart =
  /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLetters = /^[\p{L}\p{N}\p{M}.-]+$/u;
const domainName =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const octets = (text: string): number => new TextEncoder().encode(text).length;

/** The domain in letters of ASCII (UTS 46), or null: also for IP addresses, which nobody's mail goes to. */
const asciiDomain = (text: string): string | null => {
  if (!domainLetters.test(text)) return null;
  try {
    const { hostname } = new URL(`http://${text}`);
    return domainName.test(hostname) && !/(?:^|\.)\d+$/.test(hostname) ? hostname : null;
  } catch {
    return null;
  }
};

const normalised = (address: string): string | null => {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (domain === null || !localPart.test(local) || octets(local) > longestLocal) return null;
  const whole = `${local}@${domain}`;
  return octets(whole) > longestAddress ? null : whole;
};

/** The address with its domain in letters of ASCII. Fault: `kernel/bad-mail`. */
export const checkAddress = (
  { name, address }: MailAddress,
  path: readonly PathSegment[],
): Result<MailAddress> => {
  const whole = normalised(address);
  if (whole === null) {
    return err(
      fault("kernel/bad-mail", "This is no mail address like ann@example.com.", [
        ...path,
        "address",
      ]),
    );
  }
  if (name === undefined) return ok({ address: whole });
  return isOneLine(name) && name.length <= longestName
    ? ok({ name, address: whole })
    : err(
        fault("kernel/bad-mail", `A name is one line of at most ${longestName} characters.`, [
          ...path,
          "name",
        ]),
      );
};

/** The part of a checked address after the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);
