interface ParsedUrl {
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
}

/** The WHATWG parser, which every runtime has; the types of this package name no runtime. */
declare const URL: new (text: string) => ParsedUrl;

const web = /^https?:\/\/(?<authority>[^/\\?#]*)/i;
const contact = /^(?:mailto|tel):/i;

const parsed = (text: string): ParsedUrl | undefined => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

/**
 * The address of a link that comes from user data, as a browser would follow it, or null where it must not be a link; as an
 * attribute it is still to be escaped.
 * Allowed are `http` and `https` written with `//` and a host but no user info, `mailto` and `tel`; the scheme stands first.
 */
export const safeUrl = (text: string): string | null => {
  const authority = web.exec(text)?.groups?.["authority"];
  if (authority === undefined && !contact.test(text)) return null;
  if (authority === "" || authority?.includes("@") === true) return null;
  const url = parsed(text);
  if (url === undefined || url.username !== "" || url.password !== "") return null;
  return authority === undefined || url.hostname !== "" ? url.href : null;
};
