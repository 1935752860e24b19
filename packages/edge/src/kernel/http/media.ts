import { err, fault, ok, type Result } from "@ennead/core/kernel";

const mediaType = (header: string | null): string =>
  (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

/** Refuses a body of another media type or with a content encoding: `kernel/unsupported-media`. */
export const checkMedia = (headers: Headers, media: readonly string[]): Result<null> => {
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    return err(fault("kernel/unsupported-media", "Send the body without a content encoding."));
  }
  const type = headers.get("content-type");
  return media.includes(type ?? "") || media.includes(mediaType(type))
    ? ok(null)
    : err(fault("kernel/unsupported-media", `Send the body as ${media[0]}.`));
};

/** Whether an `Accept` takes one of these media types. A weight of nothing refuses what it names. */
export const accepts = (header: string | null, media: readonly string[]): boolean => {
  if (header === null || header.trim() === "" || header.includes("*/*")) return true;
  return header.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((text) => text.trim().toLowerCase());
    if (parameters.some((one) => /^q=0(?:\.0*)?$/.test(one))) return false;
    return media.some((one) => one === type || type === `${one.split("/", 1)[0] ?? ""}/*`);
  });
};
