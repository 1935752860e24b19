const ipv4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** The first four groups of an IPv6 address: one customer is given that much, and can write from any address in it. */
const network = (address: string): string | undefined => {
  const [text = ""] = address.split("%");
  const bare = URL.canParse(`http://[${text}]/`)
    ? new URL(`http://[${text}]/`).hostname.slice(1, -1)
    : undefined;
  if (bare === undefined) return undefined;
  const [head = "", tail] = bare.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: zeros }, () => "0"), ...right];
  const mapped = groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff";
  return mapped ? groups.slice(6).join(":") : `${groups.slice(0, 4).join(":")}::/64`;
};

/** An address as its bucket is named: an IPv4 address, or the /64 network of an IPv6 one; undefined for other texts. */
const addressName = (text: string): string | undefined => {
  const trimmed = text.trim().replace(/^\[(.*)\](?::\d+)?$/, "$1");
  const [, four] = ipv4.exec(trimmed.replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")) ?? [];
  if (four !== undefined)
    return four.split(".").every((part) => Number(part) < 256) ? four : undefined;
  return trimmed.includes(":") && trimmed.length <= 64 ? network(trimmed) : undefined;
};

/**
 * The address of the client: the right-most one that no trusted proxy of the host has written. Each proxy adds the
 * address it was called from to the end of `X-Forwarded-For`, so what stands further to the left is the caller's own
 * invention. `peer` is the address of the connection. Without trusted hops the header says nothing. Undefined when the
 * host tells no address, or what stands there is none.
 */
export const clientIp = (
  forwarded: string | null,
  peer: string | undefined,
  trustedHops: number,
): string | undefined => {
  if (trustedHops === 0) return peer === undefined ? undefined : addressName(peer);
  const chain = [...(forwarded === null ? [] : forwarded.split(",")), peer ?? ""];
  const at = chain[chain.length - 1 - trustedHops];
  // Shorter than the host said: somebody came past a proxy, and only the connection is known.
  return addressName(at ?? peer ?? "");
};
