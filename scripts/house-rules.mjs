// Rules no linter knows, as patterns that must not occur in shipped code.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { root } from "./tools.mjs";

const rules = [
  {
    below: "packages/core/src",
    pattern: /\bMath\.random\b|\bperformance\.now\b|\bsetTimeout\b/,
    why: "core gets time and randomness as values",
  },
  {
    below: "packages/core/src",
    except: /\/calendar\//,
    pattern: /\bnew Date\b|\bDate\.\w|\bIntl\.DateTimeFormat\b/,
    why: "only core/calendar touches dates",
  },
  {
    below: "packages",
    pattern: /\beval\(|\bnew Function\b|\bFunction\(/,
    why: "everything runs under a content security policy without 'unsafe-eval'",
  },
  {
    below: "packages/edge/src",
    pattern: /\.transaction\(/,
    why: "one atomic batch instead of an interactive transaction, which another writer can steal",
  },
  {
    below: "packages/edge/src",
    pattern: /\bDeno\.|\bprocess\.(?!versions)/,
    why: "library code has no runtime; entries hand over what they read",
  },
  {
    below: "packages/edge/src",
    pattern: /\.use\(\s*["'`]\*/,
    why: "the host's app is not ours to wrap",
  },
];

const withoutComments = (source) =>
  source
    .replaceAll(/\/\*[\s\S]*?\*\//g, (text) => text.replaceAll(/[^\n]/g, " "))
    .replaceAll(/(?<!:)\/\/.*$/gm, "");

/** Prints each place that breaks a rule and answers 1 if there is one, or if nothing was read. */
export const houseRules = () => {
  let [read, broken] = [0, 0];
  for (const { below, except, pattern, why } of rules) {
    for (const name of readdirSync(join(root, below), { recursive: true, encoding: "utf8" })) {
      const path = `${below}/${name}`;
      if (!/\/src\/.*\.tsx?$/.test(path) || /node_modules/.test(path) || except?.test(path))
        continue;
      read += 1;
      for (const [index, line] of withoutComments(readFileSync(join(root, path), "utf8"))
        .split("\n")
        .entries()) {
        if (!pattern.test(line)) continue;
        broken += 1;
        console.error(`${path}:${index + 1}: ${line.trim()}\n  ${why}`);
      }
    }
  }
  if (read === 0) console.error("no source file was read");
  return read === 0 || broken > 0 ? 1 : 0;
};
