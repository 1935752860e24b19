const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/**
 * The name that an answer gives its file: the full form of RFC 6266 before the one in ASCII. Undefined where the server
 * gives none, or where a page of another origin may not read the header.
 */
export const fileNameOf = ({ headers }: Response): string | undefined => {
  const text = headers.get("content-disposition") ?? "";
  const full = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;]+)/i.exec(text)?.[1];
  const plain = /(?:^|;)\s*filename\s*=\s*"([^"]*)"/i.exec(text)?.[1];
  const name = (full === undefined ? undefined : decoded(full.trim())) ?? plain;
  return name === undefined || name === "" ? undefined : name;
};
