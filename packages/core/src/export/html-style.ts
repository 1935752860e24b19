/** Looks and print rules of a page; constant, so that no data ever stands in it. */
export const pageStyle = `
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
body { margin: 1.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
caption { padding-block: .5rem; text-align: start; font-weight: 600; }
th, td { padding: .3rem .6rem; border: 1px solid #8884; text-align: start; vertical-align: top; white-space: pre-wrap; unicode-bidi: plaintext; }
thead th { background: #8882; text-align: center; }
tbody th { font-weight: normal; }
.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; unicode-bidi: isolate; }
.t, .subtotal > *, .total > * { font-weight: 600; }
.total > * { background: #8881; }
.others > * { font-style: italic; }
@page { margin: 15mm; }
@media print {
  body { margin: 0; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;
