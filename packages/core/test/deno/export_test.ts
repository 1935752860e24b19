// The writers need no permission and no more than the language and the web's own globals.
import { html, lineOf, safeUrl, tableFromJson, tableJson } from "@ennead/core/export";
import { xlsx } from "@ennead/core/export/xlsx";
import { unwrap } from "@ennead/core/kernel";

const assert = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

const table = {
  title: "Deals",
  columns: [{ name: "n", label: "n", type: "text" }],
  rows: [["=1"]],
} as const;

Deno.test("export: a page and JSON that reads back", () => {
  assert(html(table).includes("<td>=1</td>"), "the page has the cell");
  const [row] = unwrap(tableFromJson(tableJson(table))).rows;
  assert(row !== undefined && lineOf(row).cells[0] === "=1", "JSON gives the cell back");
  assert(safeUrl("javascript:alert(1)") === null, "a script is no link");
});

Deno.test({
  name: "export/xlsx: a workbook, without any permission",
  permissions: "none",
  fn: async () => {
    const file = await xlsx(table);
    assert(file[0] === 0x50 && file[1] === 0x4b, "the file is a zip");
  },
});
