import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** One code block a reader may copy: where it stands, its language, its text. */
export interface Example {
  readonly at: string;
  readonly language: "ts" | "tsx";
  readonly code: string;
}

const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !/node_modules|dist|\/test\//.test(name))
    .map((name) => join(folder, name));

const fence = /^```(ts|tsx)\n([\s\S]*?)^```$/gm;

const blocksOf = (text: string, at: string): readonly Example[] =>
  Array.from(text.matchAll(fence), (match) => ({
    at: `${at}:${text.slice(0, match.index).split("\n").length}`,
    language: match[1] === "tsx" ? "tsx" : "ts",
    code: match[2] ?? "",
  }));

/** The text of doc comments with its stars taken off, line for line, so that line numbers stay true. */
const commentsOf = (source: string): string =>
  source
    .split("\n")
    .map((line) => /^\s*\*(?: (.*)|)$/.exec(line)?.[1] ?? "")
    .join("\n");

/** Every `ts` and `tsx` block of README.md, docs/ and the doors of the packages. */
export const examplesOf = (root: string): readonly Example[] => {
  const pages = [join(root, "README.md"), ...filesBelow(join(root, "docs"), ".md")];
  const doors = ["core", "edge", "react-widgets"].flatMap((name) =>
    filesBelow(join(root, "packages", name, "src"), "index.ts"),
  );
  return [
    ...pages.flatMap((file) => blocksOf(readFileSync(file, "utf8"), relative(root, file))),
    ...doors.flatMap((file) =>
      blocksOf(commentsOf(readFileSync(file, "utf8")), relative(root, file)),
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
