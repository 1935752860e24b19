import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  /** The build puts a hash of the content into names under `assets/`. */
  readonly hashed: boolean;
}

const securityHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
};

/** What a page of the portal may load: its own files, and styles that carry this response's nonce. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");

const loadAssets = (folder: string, prefix: string): ReadonlyMap<string, Asset> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file): [string, Asset] => {
        const path = join(file.parentPath, file.name);
        const bytes = new Uint8Array(readFileSync(path));
        const name = `${prefix}/${relative(folder, path).split(sep).join("/")}`;
        return [
          name,
          {
            bytes,
            gzipped: new Uint8Array(gzipSync(bytes)),
            type: mediaTypes[extname(name)] ?? "application/octet-stream",
            etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
            hashed: name.startsWith("/assets/"),
          },
        ];
      }),
  );
};

const sendAsset = (request: Request, asset: Asset): Response => {
  const headers = new Headers({
    ...securityHeaders,
    etag: asset.etag,
    vary: "accept-encoding",
    "cache-control": asset.hashed ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (request.headers.get("if-none-match") === asset.etag) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-type", asset.type);
  const zips = request.headers.get("accept-encoding")?.includes("gzip") === true;
  if (zips) headers.set("content-encoding", "gzip");
  const body = zips ? asset.gzipped : asset.bytes;
  return new Response(request.method === "HEAD" ? null : body, { headers });
};

export interface PagesOptions {
  readonly folder: string;
  /** Where the folder stands in addresses: `/host-html`; absent: at the root. */
  readonly prefix?: string;
  readonly random: (count: number) => Uint8Array;
}

/**
 * Serves a site out of memory: its files as they are, and its one page under every other path below the prefix, each
 * time with a nonce of its own. Answers null to what is no page and no file.
 */
export const openPages = ({
  folder,
  prefix = "",
  random,
}: PagesOptions): ((request: Request) => Response | null) => {
  const assets = loadAssets(folder, prefix);
  const page = assets.get(`${prefix}/index.html`);
  if (page === undefined) throw new Error(`There is no index.html in ${folder}: build it first.`);
  const html = new TextDecoder().decode(page.bytes);

  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return null;
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(`${prefix}/`)) return null;
    const asset = assets.get(pathname);
    if (asset !== undefined && asset !== page) return sendAsset(request, asset);
    if (extname(pathname) !== "" && asset === undefined) return null;
    const nonce = Buffer.from(random(16)).toString("base64");
    return new Response(request.method === "HEAD" ? null : html.replaceAll("%NONCE%", nonce), {
      headers: {
        ...securityHeaders,
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": contentSecurityPolicy(nonce),
        // A page kept anywhere would carry a nonce that is no longer fresh.
        "cache-control": "no-store",
      },
    });
  };
};
