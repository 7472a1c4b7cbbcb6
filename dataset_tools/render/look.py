"""How our pages look: light and dark, from a narrow telephone to a wide screen."""

STYLE = """
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171c);
  --panel: light-dark(#f5f6f8, #1d2229);
  --ink: light-dark(#1b1f24, #e7eaee);
  --quiet: light-dark(#57606a, #a3adb8);
  --line: light-dark(#d5dae0, #363d47);
  --bad: light-dark(#b3261e, #ff9a90);
  --warn: light-dark(#8a5a00, #f0c36a);
  --good: light-dark(#1a7037, #7ddb9a);
  --mark: light-dark(#fff0b3, #4d4210);
  --twice: light-dark(#ffdd80, #6b5a12);
  --link: light-dark(#0b57d0, #8ab4ff);
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
header, main { max-width: 84rem; margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem); }
header { border-left: .5rem solid var(--good); margin-top: 1rem; }
header.bad { border-color: var(--bad); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
code {
  font: .875em ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace;
  background: var(--panel); padding: .1em .3em; border-radius: .25em; white-space: pre-wrap;
}
.quiet { color: var(--quiet); }
.bad-word { color: var(--bad); font-weight: 600; }
.good-word { color: var(--good); font-weight: 600; }
.warn-word { color: var(--warn); font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; }
th { color: var(--quiet); font-weight: 600; font-size: .875rem; }
tr + tr td, thead + tbody tr td { border-top: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.where { width: 18%; }
th.row { width: 6%; }
th.cell { width: 26%; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; margin: .5rem 0 1rem; }
label { display: grid; gap: .15rem; color: var(--quiet); font-size: .875rem; }
select {
  font: inherit; color: var(--ink); background: var(--panel); max-width: min(24rem, 88vw);
  border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .5rem;
}
.group, .card {
  border: 1px solid var(--line); border-radius: .6rem; margin: .75rem 0; background: var(--ground);
}
.group > summary { cursor: pointer; padding: .6rem .9rem; background: var(--panel); }
.group > summary, .card { border-radius: .6rem; }
.group > summary code { background: var(--ground); }
.group > div, .card { padding: .4rem .9rem .8rem; }
.count { float: right; margin-left: 1rem; }
.document {
  white-space: pre-wrap; font: 1.05rem/1.75 Georgia, "Noto Serif", serif; background: var(--panel);
  border-radius: .6rem; padding: 1rem clamp(.75rem, 3vw, 2rem); max-width: 60rem;
}
.document a { color: inherit; text-decoration: none; }
.document a:hover, .document a:focus { text-decoration: underline; }
mark { background: var(--mark); color: inherit; border-radius: .2em; }
mark.twice { background: var(--twice); }
mark:target, .card:target { outline: 3px solid var(--link); outline-offset: 2px; }
sup { font: .65rem/1 system-ui, sans-serif; }
sup a { padding: 0 .15em; color: var(--link) !important; }
dl { display: grid; grid-template-columns: minmax(6rem, 14rem) 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
h3 { font-size: 1rem; margin: .4rem 0; }
@media (max-width: 44rem) {
  table, tbody, tr, td { display: block; width: 100%; }
  thead { display: none; }
  tr { padding: .5rem 0; }
  tr + tr { border-top: 1px solid var(--line); }
  tr + tr td, thead + tbody tr td { border: 0; }
  td, td.number { padding: .1rem 0; text-align: left; white-space: normal; }
  td[data-label] { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); }
  td[data-label]::before { content: attr(data-label); color: var(--quiet); font-size: .875rem; }
  td code { justify-self: start; }
  td:empty { display: none; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .4rem; }
}
@media print { form { display: none; } .group { break-inside: avoid; } }
"""
