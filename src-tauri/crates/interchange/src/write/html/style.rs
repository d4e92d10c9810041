//! The packet's style sheet: dark on white, black and white on paper.

pub(super) const SHEET: &str = "
:root { color-scheme: light; }
body { font: 10.5pt/1.45 system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: #1a1a1a;
  background: #fff; max-width: 52rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.6em; margin: 0; }
h2 { font-size: 1.2em; margin: 2em 0 .5em; border-bottom: 1.5px solid #1a1a1a; padding-bottom: .15em;
  break-after: avoid; }
h3 { font-size: .95em; margin: 1.2em 0 .3em; color: #444; break-after: avoid; }
p { margin: .3em 0; }
p.withheld { border: 1.5px solid #1a1a1a; padding: .4em .7em; font-weight: 600; }
p.title { font-size: 1.1em; margin: .1em 0 1em; color: #444; }
.small { font-size: .85em; color: #555; overflow-wrap: anywhere; }
span.code { font-family: ui-monospace, 'DejaVu Sans Mono', Consolas, monospace; font-weight: 700; }
dl.facts { margin: .3em 0; display: grid; gap: .1em; }
dl.facts div { display: grid; grid-template-columns: 9.5rem 1fr; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
blockquote { margin: .6em 0 .2em; padding: .5em .8em; border-left: 3px solid #888; background: #f6f6f4;
  white-space: pre-wrap; overflow-wrap: anywhere; font-family: Georgia, 'DejaVu Serif', serif; break-inside: avoid; }
mark { background: #ffe9a8; color: inherit; font-weight: 700; padding: 0 .1em; }
table { border-collapse: collapse; width: 100%; font-size: .92em; margin: .3em 0; }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-bottom: 1px solid #ddd;
  overflow-wrap: break-word; }
th { border-bottom-color: #888; color: #444; font-weight: 600; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
table.events td:last-child { word-break: break-all; font-family: ui-monospace, 'DejaVu Sans Mono', Consolas, monospace; font-size: .78em; }
table.notes td:first-child { width: 62%; }
ul.findings, ol.trail { margin: .3em 0; padding-left: 1.2em; }
ul.findings li { margin: .25em 0; }
footer { margin: 3em 0 1em; padding-top: .5em; border-top: 1px solid #888; font-size: .85em; color: #555; }
@page { margin: 18mm 16mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 9.5pt; }
  section.code { break-before: page; }
  mark { background: none; text-decoration: underline; text-decoration-thickness: 2px; }
  blockquote { background: none; }
}
";
