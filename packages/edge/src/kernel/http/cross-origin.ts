/**
 * The origin of a foreign page that sent the request; null for our own pages and for what is no browser. A browser says
 * itself when page and API are one origin, which holds behind proxies that change the host's name, too.
 */
export const foreignOrigin = (request: Request, url: URL): string | null => {
  const { headers } = request;
  const origin = headers.get("origin");
  if (origin === null || headers.get("sec-fetch-site") === "same-origin") return null;
  if (!URL.canParse(origin)) return origin;
  const page = new URL(origin);
  const isPlainPage = url.protocol === "https:" && page.protocol !== "https:";
  return page.host === (headers.get("host") ?? url.host) && !isPlainPage ? null : origin;
};
