// The page of the last figures of each proof: what a person wrote of a proof stays, what a run said is replaced.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./tools.mjs";

const page = join(root, "docs", "explanation", "proofs.md");

const begin = (name) => `<!-- figures of ${name} -->`;
const end = "<!-- end of figures -->";

const cell = (text) => String(text).replaceAll("|", "\\|");

const table = ({ date, commit, command, seconds, figures }) => {
  const rows = Object.entries(figures).map(
    ([what, figure]) =>
      `| ${cell(what)} | ${cell(typeof figure === "number" ? figure.toLocaleString("en") : figure)} |`,
  );
  return [
    "```sh",
    command,
    "```",
    "",
    `${date}, commit ${commit}, ${seconds.toLocaleString("en")} seconds.`,
    "",
    "| what | figure |",
    "| --- | --- |",
    ...rows,
  ].join("\n");
};

/** The page with the figures of one proof in their place: its section, or a new one at the end. */
export const withFigures = (text, name, told) => {
  const block = `${begin(name)}\n\n${table(told)}\n\n${end}`;
  const from = text.indexOf(begin(name));
  if (from < 0) return `${text.trimEnd()}\n\n## ${name}\n\n${block}\n`;
  const to = text.indexOf(end, from);
  if (to < 0) throw new Error(`The figures of ${name} have no end in the page.`);
  return text.slice(0, from) + block + text.slice(to + end.length);
};

/** Writes the figures of a proof into the page. */
export const record = (name, told) => {
  const text = existsSync(page) ? readFileSync(page, "utf8") : "# Proofs\n";
  writeFileSync(page, withFigures(text, name, told));
};
