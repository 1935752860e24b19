import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * A program a reader may copy: where it stands, its language, its text. A `ts` or `tsx` block is one by itself; the
 * `typescript` blocks of a page are read one after the other and make one together.
 */
export interface Example {
  readonly at: string;
  readonly language: "ts" | "tsx";
  readonly code: string;
}

const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !/node_modules|dist|\/test\//.test(name))
    .map((name) => join(folder, name));

const fence = /^```(ts|tsx|typescript)\n([\s\S]*?)^```$/gm;

const programsOf = (text: string, page: string): readonly Example[] => {
  const blocks = Array.from(text.matchAll(fence), (match) => ({
    at: `${page}:${text.slice(0, match.index).split("\n").length}`,
    language: match[1] ?? "",
    code: match[2] ?? "",
  }));
  const [first, ...rest] = blocks.filter(({ language }) => language === "typescript");
  const alone = blocks.flatMap(({ at, language, code }) =>
    language === "ts" || language === "tsx" ? [{ at, language, code } as const] : [],
  );
  if (first === undefined) return alone;
  const code = [first, ...rest].map((block) => block.code).join("\n");
  return [...alone, { at: first.at, language: "ts", code }];
};

/** The text of doc comments with its stars taken off, line for line, so that line numbers stay true. */
const commentsOf = (source: string): string =>
  source
    .split("\n")
    .map((line) => /^\s*\*(?: (.*)|)$/.exec(line)?.[1] ?? "")
    .join("\n");

/** Every program of README.md, docs/ and the doors of the packages. */
export const examplesOf = (root: string): readonly Example[] => {
  const pages = [join(root, "README.md"), ...filesBelow(join(root, "docs"), ".md")];
  const doors = ["core", "edge", "react-widgets"].flatMap((name) =>
    filesBelow(join(root, "packages", name, "src"), "index.ts"),
  );
  return [
    ...pages.flatMap((file) => programsOf(readFileSync(file, "utf8"), relative(root, file))),
    ...doors.flatMap((file) =>
      programsOf(commentsOf(readFileSync(file, "utf8")), relative(root, file)),
    ),
  ];
};

const claim =
  /^(?!\s|import\b|export\b|const\b|let\b|return\b|\/\/|[}\])])(.+?);? \/\/ (?:=> )?(.+)$/;

/** A line `expression; // value` becomes a check that the expression is that value; other comments stay comments. */
export const withClaimsChecked = (code: string): string => {
  const lines = code.split("\n").map((line) => {
    const [, expression, value] = claim.exec(line) ?? [];
    if (expression === undefined || value === undefined) return line;
    try {
      JSON.parse(value);
    } catch {
      return line;
    }
    return `__equal(${expression}, ${value});`;
  });
  return `import { deepStrictEqual as __equal } from "node:assert/strict";\n${lines.join("\n")}\nexport {};\n`;
};
