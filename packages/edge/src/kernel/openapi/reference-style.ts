/** The stylesheet of the reference page; it loads nothing. */
export const referenceStyle = `
:root { color-scheme: light dark; --ground: light-dark(#ffffff, #14171c);
  --raised: light-dark(#f4f6f9, #1d2229); --text: light-dark(#1b2430, #e5e9ef);
  --soft: light-dark(#51606f, #a3b0be); --line: light-dark(#d8dee6, #333b46);
  --accent: light-dark(#1d4f91, #8fb9f2); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.55 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset-inline-start: 1rem; top: 1rem; background: var(--ground); padding: .5rem 1rem; }
header, main { max-width: 56rem; padding: 1.5rem 2rem; }
header { border-block-end: 1px solid var(--line); max-width: none; }
h1 { margin: 0; font-size: 1.6rem; }
header p { margin: .35rem 0 0; color: var(--soft); max-width: 60rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.35rem; text-transform: capitalize; }
h3 { margin: 0; font-size: 1rem; display: flex; flex-wrap: wrap; gap: .6rem; align-items: baseline; }
h3 code { overflow-wrap: anywhere; }
h4 { margin: 1rem 0 .25rem; font-size: .85rem; color: var(--soft); }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .9em; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0;
  padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.page { display: grid; grid-template-columns: 18rem minmax(0, 1fr); }
nav { position: sticky; top: 0; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem 1.5rem 2rem;
  border-inline-end: 1px solid var(--line); font-size: .9rem; }
section:first-child > h2 { margin-top: 0; }
nav h2 { font-size: .85rem; margin: 1rem 0 .25rem; color: var(--soft); }
nav h2:first-child { margin-top: 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .2rem .4rem; border-radius: 4px; text-decoration: none; color: inherit; }
nav a:hover { background: var(--raised); }
article { background: var(--raised); border: 1px solid var(--line); border-radius: 10px;
  margin: 1rem 0; padding: 1rem 1.25rem; scroll-margin-top: 1rem; }
article:target { border-color: var(--accent); }
article > p { margin: .35rem 0; }
.method { font: 700 .8rem/1.4 ui-monospace, monospace; border: 1px solid currentColor; border-radius: 4px;
  padding: 0 .4rem; color: var(--accent); }
.facts, .rules, .optional { color: var(--soft); font-size: .9em; }
.type { color: var(--accent); overflow-wrap: anywhere; }
.rules { overflow-wrap: anywhere; }
.optional { font-style: italic; }
summary { cursor: pointer; }
article > details { border-block-start: 1px solid var(--line); margin-top: .6rem; padding-top: .6rem; }
article > details > summary { font-weight: 600; }
ul.shape, .shape ul { list-style: none; margin: .25rem 0; padding-inline-start: 1rem;
  border-inline-start: 2px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-size: .93em; }
th, td { text-align: start; vertical-align: top; padding: .3rem .75rem .3rem 0;
  border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
@media (max-width: 52rem) { .page { display: block; } nav { position: static; max-height: none;
  border-inline-end: 0; border-block-end: 1px solid var(--line); padding-inline: 1.25rem; }
  header, main { padding-inline: 1.25rem; } }
@media print { nav { display: none; } .page { display: block; } }
`;
