import { expect, test } from "vitest";

import { kernelCss } from "../../src/kernel/css.gen.ts";
import { progressCss } from "../../src/kernel/progress/css.gen.ts";
import { pivotCss } from "../../src/pivot/css.gen.ts";

import kernelSheet from "../../src/kernel/kernel.css?raw";
import progressSheet from "../../src/kernel/progress/progress.css?raw";
import pivotSheet from "../../src/pivot/pivot.css?raw";
import whole from "../../src/styles.css?raw";

test("the generated texts are those of the style sheets: run scripts/styles.mjs after a change", () => {
  expect(kernelCss).toBe(kernelSheet);
  expect(progressCss).toBe(progressSheet);
  expect(pivotCss).toBe(pivotSheet);
  expect(whole).toBe(`${kernelSheet}\n${progressSheet}\n${pivotSheet}`);
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
