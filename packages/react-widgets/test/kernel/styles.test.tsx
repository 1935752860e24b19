import { expect, test } from "vitest";

import whole from "../../src/styles.css?raw";

const sheets = import.meta.glob<string>("../../src/**/*.css", {
  query: "?raw",
  import: "default",
  eager: true,
});
const texts = import.meta.glob<Readonly<Record<string, string>>>("../../src/**/css.gen.ts", {
  eager: true,
});

test("the generated texts are those of the style sheets: run scripts/styles.mjs after a change", () => {
  const own = Object.entries(sheets).filter(([path]) => !path.endsWith("/styles.css"));
  expect(own.length).toBeGreaterThan(2);
  for (const [path, sheet] of own) {
    const generated = texts[`${path.slice(0, path.lastIndexOf("/"))}/css.gen.ts`];
    expect(Object.values(generated ?? {})).toEqual([sheet]);
    expect(whole).toContain(sheet);
  }
  expect(whole.length).toBe(own.reduce((sum, [, sheet]) => sum + sheet.length + 1, -1));
});

test("no rule reaches beyond the widgets", () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(whole);
  const selectors: string[] = [];
  const collect = (rules: CSSRuleList): void => {
    for (const rule of rules) {
      if (rule instanceof CSSStyleRule)
        selectors.push(...rule.selectorText.split(/,\s*(?![^(]*\))/));
      else if (rule instanceof CSSGroupingRule) collect(rule.cssRules);
    }
  };
  collect(sheet.cssRules);
  expect([...sheet.cssRules].every((rule) => rule instanceof CSSLayerBlockRule)).toBe(true);
  expect(selectors.length).toBeGreaterThan(100);
  expect(
    selectors.filter(
      (selector) => !/^(:host|(:root )?\.ennead|\[dir="rtl"\] \.ennead)/.test(selector),
    ),
  ).toEqual([]);
});
