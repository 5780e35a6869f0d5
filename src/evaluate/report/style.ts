/** The look of the HTML report: readable at any width, in light and dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --back: #fff; --text: #1c1f23; --soft: #5a626b; --line: #d9dde2; --accent: #b3431c; --quiet: #a9b2bc; --page: #fbf0e9; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16191d; --text: #e6e8ea; --soft: #a3abb4; --line: #343a41; --accent: #f08a5d; --quiet: #66707b; --page: #2b211c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; max-width: 70ch; }
header p, .note, footer { color: var(--soft); }
.note, footer { font-size: .875rem; }
footer { padding-bottom: 3rem; margin-top: 2.5rem; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2rem; align-items: start; margin-top: .75rem; }
@media (min-width: 64rem) { .beside { grid-template-columns: minmax(0, 1fr) minmax(0, 28rem); } .beside > .scroll:first-child:has(table[class^=task]), .beside > .scroll:has(.fields, .funnel) { grid-column: 1 / -1; } }
.findings { margin: 0; padding-left: 1.5rem; }
.findings > li { margin-bottom: 1.25rem; }
.findings > li::marker { color: var(--soft); }
.advice { border-left: 3px solid var(--accent); padding-left: .75rem; }
.findings ul { margin: .35rem 0 0; padding-left: 1.1rem; font-size: .875rem; color: var(--soft); }
code { font: .9em ui-monospace, monospace; color: var(--text); }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem 2rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; overflow-wrap: normal; }
th:first-child { text-align: left; padding-left: .25rem; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
.meters td:last-child, .meters th:last-child { text-align: left; white-space: normal; min-width: 12rem; }
.meters tbody th { white-space: normal; }
tr.page { background: var(--page); }
tr.page th { font-weight: 600; }
figure { margin: 0 0 1rem; max-width: 32rem; }
figure svg { display: block; width: 100%; height: auto; color: var(--text); }
figcaption { font-size: .875rem; color: var(--soft); }
@media (max-width: 40rem) { tbody th { white-space: normal; min-width: 8rem; max-width: 11rem; } }
@media print { h2 { break-after: avoid; } tr, figure, .findings > li { break-inside: avoid; } }
`
