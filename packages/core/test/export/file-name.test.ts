import { fileName, safeFileName } from "@ennead/core/export";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

describe("safeFileName", () => {
  test.each([
    ["a/b\\c:d.pdf", "a_b_c_d.pdf"],
    ["lpt1.csv", "_lpt1.csv"],
    ["CON", "_CON"],
    ["console.csv", "console.csv"],
    ["...", "export"],
    ["", "export"],
    ["\u0000\u202E", "export"],
    [" report. ", "report"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["Cafe\u0301.csv", "Caf\u00e9.csv"],
    ["report.final.v2.csv", "report.final.v2.csv"],
  ])("%j becomes %j", (text, name) => {
    expect(safeFileName(text)).toBe(name);
  });

  test("a long name is cut before its extension, between characters", () => {
    expect(safeFileName(`${"a".repeat(200)}.pdf`)).toBe(`${"a".repeat(116)}.pdf`);
    expect(safeFileName("\u{1F600}".repeat(100)).length).toBe(120);
    expect(safeFileName(`a${"\u{1F600}".repeat(100)}`).length).toBe(119);
  });

  test("a safe name stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 110 }), (text) => {
        const name = safeFileName(text);
        expect(safeFileName(name)).toBe(name);
        expect(name).toMatch(/^[^\\/:*?"<>|]{1,120}$/);
      }),
    );
  });
});

test("fileName joins a title and an extension", () => {
  expect(fileName("Sales: Q1", "csv")).toBe("Sales_ Q1.csv");
  expect(fileName("", "csv")).toBe("export.csv");
  expect(fileName("nul", "csv")).toBe("_nul.csv");
});
