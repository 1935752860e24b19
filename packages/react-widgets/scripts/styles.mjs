// Writes what is made from the rooms' style sheets: `src/styles.css` for pages, `css.gen.ts` beside each sheet for the
// shadow roots of elements, which adopt the text without a bundler. Run it after changing a .css file.
import { readFileSync, writeFileSync } from "node:fs";

const src = new URL("../src/", import.meta.url);
const rooms = ["kernel", "pivot"];

const texts = rooms.map((room) => readFileSync(new URL(`${room}/${room}.css`, src), "utf8"));
for (const [at, room] of rooms.entries()) {
  const text = JSON.stringify(texts[at]);
  writeFileSync(
    new URL(`${room}/css.gen.ts`, src),
    `/** Made from ${room}.css by scripts/styles.mjs. */\n// oxfmt-ignore\nexport const ${room}Css: string =\n  ${text};\n`,
  );
}
writeFileSync(new URL("styles.css", src), texts.join("\n"));
