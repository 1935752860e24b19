// The catalogue of fault codes: `node scripts/faults.ts` writes docs/reference/faults.md from the sources.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { statusOf } from "../packages/edge/src/kernel/http/problem.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs", "reference", "faults.md");

const packages = ["core", "edge", "react-widgets"] as const;
const rooms =
  "kernel|calendar|tree|expression|filter|record|access|audit|export|chart|job|pivot|versioning";
const code = new RegExp(`"((?:${rooms})/[a-z]+(?:-[a-z]+)*)"`, "g");

/** A literal that follows the code as its message; what is put into it stands as an ellipsis. */
const message = /^,\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/;

interface Entry {
  readonly packages: Set<string>;
  message: string;
}

const sourcesOf = (name: string): readonly string[] => {
  const folder = join(root, "packages", name, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .toSorted()
    .map((file) =>
      readFileSync(join(folder, file), "utf8").replaceAll(/^\s*(?:import|export) .*$/gm, ""),
    );
};

const entries = (): ReadonlyMap<string, Entry> => {
  const found = new Map<string, Entry>();
  for (const name of packages) {
    for (const source of sourcesOf(name)) {
      for (const match of source.matchAll(code)) {
        const key = match[1] ?? "";
        const entry = found.get(key) ?? { packages: new Set<string>(), message: "" };
        found.set(key, entry);
        entry.packages.add(name);
        const [, quoted, template] =
          message.exec(source.slice(match.index + match[0].length)) ?? [];
        const text = (quoted ?? template ?? "").replaceAll("\\", "");
        // In a list of codes the next one is no message.
        if (entry.message === "" && text.includes(" ")) entry.message = text;
      }
    }
  }
  return found;
};

const sentence = (text: string): string =>
  text
    .replaceAll(/\$\{[^{}]*\}/g, "…")
    .replaceAll("|", "\\|")
    .replaceAll("<", "\\<");

const rowOf = ([key, { packages: where, message: text }]: readonly [string, Entry]): string => {
  // What only a widget says never was an answer of a server.
  const status = where.has("core") || where.has("edge") ? statusOf(key) : "–";
  return `| \`${key}\` | ${status} | ${[...where].join(", ")} | ${sentence(text)} |`;
};

/** The page as it should be. */
export const faultsPage = (): string => {
  const sorted = [...entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `# Faults

Every refusal has a code, a sentence for people and, where a part of the input is to blame, the path to it. Codes are stable; sentences are not. Over HTTP a fault is [problem+json](api.md) with the status below; a status of 422 says that the request was understood and its content refused.

This page is written by \`node scripts/faults.ts\` from the sources; an ellipsis stands for what the fault at hand puts in.

<!-- oxfmt-ignore -->
| code | status | raised by | says, for one |
| --- | --- | --- | --- |
${sorted.map(rowOf).join("\n")}
`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, faultsPage());
