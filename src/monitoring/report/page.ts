// What is around a report? A page that needs nothing from anywhere: its own style, light and dark, for wide and narrow.
import { html, joined, Markup } from './markup.ts'

const style = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#59636e;--line:#d1d9e0;--card:#f6f8fa;--now:#4a90e2;--then:#1b1f24;--ok:#1a7f37;--warn:#8a5a00;--fail:#c11f2a}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9aa4af;--line:#30363d;--card:#161b22;--now:#2f6fc4;--then:#f0f6fc;--ok:#4cc364;--warn:#e0a93b;--fail:#ff7b72}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:72rem;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .25rem}
p{margin:.25rem 0 .75rem}.dim,figcaption{color:var(--dim)}small,figcaption{font-size:.85rem}
a{color:inherit}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td,tr:has(+.of) td{border-bottom:0}.of td{padding-top:0;padding-left:1.6rem}th{color:var(--dim);font-weight:600;font-size:.85rem;white-space:nowrap}
.n{text-align:right;white-space:nowrap}td.name{overflow-wrap:anywhere;min-width:9rem}
.badge{white-space:nowrap;font-weight:600}.badge.ok{color:var(--ok)}.badge.warn{color:var(--warn)}.badge.fail{color:var(--fail)}.badge.quiet{color:var(--dim)}
.totals{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;list-style:none;margin:.75rem 0;padding:.75rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:6px}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0}
summary{cursor:pointer;padding:.5rem .75rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline}
summary::before{content:"▸";color:var(--dim)}details[open]>summary::before{content:"▾"}summary::-webkit-details-marker{display:none}
details[open]>summary{border-bottom:1px solid var(--line)}summary .ref{font-weight:600;overflow-wrap:anywhere}
details details{border:0;margin:0}details details summary{color:var(--dim);padding:.25rem 0;border:0}
.body{padding:.5rem .75rem .75rem;scroll-margin-top:3rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.5rem 1.5rem;align-items:start}
figure{margin:.5rem 0;min-width:0}.plot{display:block;width:100%;max-width:30rem;height:auto;font-size:11px}
.plot text{fill:var(--dim);font-family:inherit}.axis{fill:none;stroke:var(--line)}
.now{fill:var(--now);stroke:none}.then{fill:none;stroke:var(--then);stroke-width:1.6}
.limit{fill:none;stroke:var(--dim);stroke-dasharray:4 3}.line{fill:none;stroke:var(--dim)}
.mark{stroke:var(--bg);stroke-width:1}.mark.ok{fill:var(--ok)}.mark.warn{fill:var(--warn)}.mark.fail{fill:var(--fail)}.mark.quiet{fill:var(--dim)}
.key{display:inline-block;width:.9em;height:.9em;vertical-align:-.1em;margin-right:.3em}.key.filled{background:var(--now)}.key.open{border:2px solid var(--then)}
.note{border-left:3px solid var(--line);padding-left:.75rem;color:var(--dim)}code{font:.9em ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
@media (max-width:40rem){body{padding:1rem .75rem 2rem;font-size:14px}.wide{display:none}th,td{padding:.3rem .4rem}td.name{min-width:6rem}h1{font-size:1.35rem}}
@media print{details{break-inside:avoid}}
`.replaceAll('\n', '')

/** Nothing is fetched, whatever a text may hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'"

export const page = (title: string, parts: readonly Markup[]): Markup =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${new Markup(style)}</style></head><body>
${joined(parts)}
</body></html>
`

export interface ReportColumn {
  readonly name: string
  /** number: to the right · wide: left out where there is no room. */
  readonly as?: 'number' | 'name' | 'wide' | 'wide number'
}

const classOf = (as: ReportColumn['as']): Markup => {
  const names = { number: 'n', name: 'name', wide: 'wide', 'wide number': 'wide n' }
  return as === undefined ? new Markup('') : new Markup(` class="${names[as]}"`)
}

/** A table that scrolls by itself where it is wider than the page. */
export const table = (columns: readonly ReportColumn[], rows: readonly (readonly (Markup | string)[])[]): Markup => {
  const classes = columns.map((it) => classOf(it.as))
  const head = columns.map(({ name }, i) => html`<th scope="col"${classes[i] ?? null}>${name}</th>`)
  const line = (row: readonly (Markup | string)[]): Markup =>
    html`<tr>${row.map((cell, i) => html`<td${classes[i] ?? null}>${cell}</td>`)}</tr>`
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>`
}
