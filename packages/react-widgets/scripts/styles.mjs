// Writes what is made from the rooms' style sheets: `src/styles.css` for pages, `css.gen.ts` beside each sheet for the
// shadow roots of elements, which adopt the text without a bundler. Run it after changing a .css file.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

const src = new URL("../src/", import.meta.url);
const folders = ["kernel", "kernel/progress", "pivot", "access"];

const texts = folders.map((folder) =>
  readFileSync(new URL(`${folder}/${basename(folder)}.css`, src), "utf8"),
);
for (const [at, folder] of folders.entries()) {
  const name = basename(folder);
  const text = JSON.stringify(texts[at]);
  writeFileSync(
    new URL(`${folder}/css.gen.ts`, src),
    `/** Made from ${name}.css by scripts/styles.mjs. */\n// oxfmt-ignore\nexport const ${name}Css: string =\n  ${text};\n`,
  );
}
writeFileSync(new URL("styles.css", src), texts.join("\n"));
