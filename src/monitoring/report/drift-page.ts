// Have features drifted, and how? A page: verdicts on top, then each feature with its drawing, scores and quantiles.
import {
  type DriftPoint,
  type DriftRange,
  type FeatureDrift,
  featureVerdict,
  type ViewDrift,
  verdicts,
} from '../../core/drift.ts'
import { formatInstant } from '../../core/instants.ts'
import type { Profile } from '../../core/profiles.ts'
import type { RecordedChecks } from '../recorded-checks.ts'
import { usualThresholds } from '../statistics/verdict.ts'
import { course } from './course.ts'
import { badge, figure, likelihood, several, share, shortened } from './figures.ts'
import type { RunTold } from './gathered.ts'
import { bars, columns, gathered, sharesOf } from './histogram.ts'
import { bytesOf, html, type Markup } from './markup.ts'
import { page, table } from './page.ts'
import { quantileTable } from './quantiles.ts'
import { checkTable, fitted, leftNote, mostBytes, runTable } from './shared.ts'

export interface DriftTold {
  readonly project: string
  readonly made: string
  readonly views: readonly ViewDrift[]
  readonly checks: readonly RecordedChecks[]
  readonly runs: readonly RunTold[]
  /** Read only for what has room on the page. */
  details(view: ViewDrift, feature: FeatureDrift): DriftDetails
}

export interface DriftDetails {
  readonly course: readonly DriftPoint[]
  readonly before: Profile | null
  readonly now: Profile | null
}

interface Told {
  readonly of: ViewDrift
  readonly it: FeatureDrift
  readonly id: string
}

export const driftPage = (told: DriftTold): Markup => {
  const all = told.views.flatMap((of) => of.features.map((it) => ({ of, it })))
  const sorted = [...all].sort(byDrift).map((it, i): Told => ({ ...it, id: `f${i + 1}` }))
  const title = `Drift of ${told.project}`
  const checks = told.checks.map(({ view, run, results }) => html`<h3>${view}, run ${run}</h3>${checkTable(results)}`)
  const end = [
    checks.length === 0
      ? html``
      : html`<h2>Checks</h2>${
          fitted(
            checks.map((it) => () => it),
            mostBytes / 8,
          ).parts
        }`,
    html`<h2>Runs</h2>${told.runs.length === 0 ? html`<p>No runs.</p>` : runTable(told.runs)}`,
  ]
  const head = [top(title, told, sorted), viewTable(told.views)]
  const used = [...head, ...end].reduce((sum, it) => sum + bytesOf(it), 10_000)
  const summary = fitted(
    sorted.map((it) => () => summaryRow(it)),
    mostBytes / 4,
  )
  const shown = sorted.slice(0, summary.parts.length)
  const room = mostBytes - used - summary.parts.reduce((sum, it) => sum + bytesOf(it), 0)
  const details = fitted(
    shown.map((it) => () => featureDetails(it, told.details(it.of, it.it))),
    room,
  )
  return page(title, [
    ...head,
    html`<h2>Features</h2>${sorted.length === 0 ? html`<p>There is nothing to compare: pintail ingest</p>` : summaryTable(summary.parts)}${leftNote(summary.left, 'features, which drifted less, are not listed')}`,
    html`<h2>Details</h2><p class="dim"><span class="key filled"></span>filled: the rows looked at&ensp;<span class="key open"></span>outlined: the baseline. Scores count from ${usualThresholds.warn} as warn and from ${usualThresholds.fail} as fail, where the difference is significant.</p>${details.parts}${leftNote(details.left, 'features, which drifted less, have no details here, so that the page stays below 1 MB: pintail report drift VIEW')}`,
    ...end,
  ])
}

const effect = ({ psi, wasserstein_norm: distance }: FeatureDrift): number => Math.max(psi ?? 0, distance ?? 0)

const byDrift = (a: Omit<Told, 'id'>, b: Omit<Told, 'id'>): number =>
  verdicts.indexOf(featureVerdict(b.it)) - verdicts.indexOf(featureVerdict(a.it)) ||
  effect(b.it) - effect(a.it) ||
  verdicts.indexOf(b.it.null_share_verdict) - verdicts.indexOf(a.it.null_share_verdict)

const top = (title: string, { made }: DriftTold, all: readonly Told[]): Markup => {
  const counts = verdicts
    .toReversed()
    .map((word) => ({ word, count: all.filter(({ it }) => featureVerdict(it) === word).length }))
    .filter(({ count }) => count > 0)
  const moved = all.filter(({ it }) => it.null_share_verdict !== 'ok').length
  return html`<h1>${title}</h1><p class="dim">${several(all.length, 'feature')}; made ${made} by Pintail.</p><ul class="totals">${counts.map(({ word, count }) => html`<li>${badge(word)} ${figure(count)}</li>`)}${moved === 0 ? null : html`<li>${badge('warn', 'share of nulls moved')} ${figure(moved)}</li>`}</ul>`
}

/** `run 3`, `runs 1 to 3`, `2026-01-01T00:00:00Z to the newest`. */
export const rangeWords = ({ runs, since, until }: DriftRange): string => {
  if (runs !== null) return runs[0] === runs[1] ? `run ${runs[0]}` : `runs ${runs[0]} to ${runs[1]}`
  if (since === null && until === null) return 'all rows'
  const from = since === null ? 'the beginning' : formatInstant(since)
  return `${from} to ${until === null ? 'the newest' : formatInstant(until)}`
}

const viewName = ({ view, version, segment }: ViewDrift): string =>
  `${view}@${version}${segment === null ? '' : ` where ${segment.column} is ${shortened(segment.value ?? 'null', 40)}`}`

const viewTable = (views: readonly ViewDrift[]): Markup => {
  const columns = [
    { name: 'verdict' },
    { name: 'view', as: 'name' },
    { name: 'rows looked at' },
    { name: 'baseline' },
  ] as const
  const rows = views
    .slice(0, 500)
    .map((it) => [
      badge(it.verdict),
      html`${viewName(it)}${it.notes.slice(0, 5).map((note) => html`<br><small class="dim">${shortened(note, 300)}</small>`)}`,
      rangeWords(it.range),
      it.baseline === null ? 'none' : `${it.baseline.id}: ${it.baseline.origin}, ${rangeWords(it.baseline.range)}`,
    ])
  return html`<h2>Views</h2>${rows.length === 0 ? html`<p>No feature views.</p>` : table(columns, rows)}${leftNote(views.length - rows.length, 'more are left out')}`
}

const nameOf = ({ of, it }: Told): string => `${of.view}:${shortened(it.feature, 80)}`

const segmentOf = ({ of }: Told): Markup | null =>
  of.segment === null
    ? null
    : html` <small class="dim">${of.segment.column} ${shortened(of.segment.value ?? 'null', 40)}</small>`

const summaryTable = (rows: readonly Markup[]): Markup =>
  html`<div class="scroll"><table><thead><tr><th scope="col">verdict</th><th scope="col">feature</th><th scope="col" class="n">psi</th><th scope="col" class="n">distance</th><th scope="col" class="wide n">p</th><th scope="col" class="wide n">rows</th><th scope="col" class="wide">nulls</th></tr></thead><tbody>${rows}</tbody></table></div>`

const summaryRow = (told: Told): Markup => {
  const { it, id } = told
  return html`<tr><td>${badge(featureVerdict(it))}</td><td class="name"><a href="#${id}">${nameOf(told)}</a>${segmentOf(told)}</td><td class="n">${figure(it.psi)}</td><td class="n">${figure(it.wasserstein_norm)}</td><td class="wide n">${likelihood(it.ks_pvalue ?? it.chi2_pvalue)}</td><td class="wide n">${figure(it.current_rows)}</td><td class="wide">${nulls(it)}</td></tr>`
}

const nulls = (it: FeatureDrift): Markup =>
  html`${share(it.null_share_baseline)} → ${share(it.null_share_current)}${it.null_share_verdict === 'ok' ? null : html` ${badge(it.null_share_verdict, 'moved')}`}`

const featureDetails = (told: Told, { course: points, before, now }: DriftDetails): Markup => {
  const { it, id } = told
  const bins = gathered(sharesOf(it.bins))
  const names = ['baseline', 'now'] as const
  const drawn = bins.length === 0 ? null : it.kind === 'numeric' ? columns(bins, names) : bars(bins, names)
  const scored = points.filter((point) => point.psi !== null || point.wasserstein_norm !== null)
  const thresholds = Object.entries(usualThresholds).map(([name, at]) => ({ name, at }))
  const scores = scored.map((point) => ({
    run: point.run,
    verdict: point.verdict,
    value: Math.max(point.psi ?? 0, point.wasserstein_norm ?? 0),
  }))
  const quantiles = quantileTable(before, now, ['baseline', 'now'])
  return html`<details><summary>${badge(featureVerdict(it))}<span class="ref">${nameOf(told)}</span>${segmentOf(told)}<span class="dim">psi ${figure(it.psi)}</span></summary><div class="body" id="${id}">${it.note === null ? null : html`<p class="note">${shortened(it.note, 500)}</p>`}${listed('New values', it.new_values)}${listed('Lost values', it.lost_values)}<div class="plots">${drawn === null ? null : html`<figure>${drawn}<figcaption>Share of values${it.kind === 'numeric' ? ' in each bin; the edges are the baseline’s' : ''}</figcaption></figure>`}${scores.length === 0 ? null : html`<figure>${course('Score', scores, thresholds)}<figcaption>Score (the larger of psi and distance) over ${several(scores.length, 'run')}: ● ok ▲ warn ■ fail</figcaption></figure>`}</div><div class="plots"><div><h3>Figures</h3>${figureTable(it)}</div>${quantiles === null ? null : html`<div><h3>${it.kind === 'numeric' ? 'Quantiles' : 'Counts'}</h3>${quantiles}</div>`}</div>${binTable(it)}</div></details>`
}

const listed = (what: string, values: readonly string[]): Markup | null => {
  if (values.length === 0) return null
  const shown = values
    .slice(0, 10)
    .map((value, i) => html`${i === 0 ? null : ', '}<code>${shortened(value, 60)}</code>`)
  return html`<p>${what}: ${shown}${values.length > 10 ? ` and ${values.length - 10} more` : null}</p>`
}

const figureTable = (it: FeatureDrift): Markup => {
  const methods = { exact: '', asymptotic: ', of the limit', binned: ', binned' }
  const rows: (readonly [string, string | Markup] | null)[] = [
    it.test && [`${it.test.name} (threshold ${figure(it.test.threshold)})`, figure(it.test.score)],
    ['psi', figure(it.psi)],
    it.wasserstein === null ? null : ['wasserstein', figure(it.wasserstein)],
    it.kind === 'numeric' ? ['distance (wasserstein / std dev)', figure(it.wasserstein_norm)] : null,
    it.ks === null
      ? null
      : [`ks (p${methods[it.ks_pvalue_method ?? 'exact']})`, `${figure(it.ks)} (${likelihood(it.ks_pvalue)})`],
    ['jensen-shannon', figure(it.js)],
    ['chi² (p)', `${figure(it.chi2)} (${likelihood(it.chi2_pvalue)})`],
    it.linf === null ? null : ['l∞', figure(it.linf)],
    ['rows', `${figure(it.baseline_rows)} → ${figure(it.current_rows)}`],
    ['nulls', nulls(it)],
    it.non_finite_baseline + it.non_finite_current === 0
      ? null
      : ['NaN or infinite', `${figure(it.non_finite_baseline)} → ${figure(it.non_finite_current)}`],
    it.baseline === null ? null : ['baseline', String(it.baseline)],
  ]
  return table(
    [{ name: 'figure' }, { name: 'value', as: 'number' }],
    rows.flatMap((row) => (row === null ? [] : [row])),
  )
}

/** What the drawing shows, as numbers. */
const binTable = ({ bins }: FeatureDrift): Markup | null => {
  if (bins.length === 0) return null
  const shares = sharesOf(bins)
  const rows = bins
    .slice(0, 100)
    .map((bin, i) => [
      shortened(bin.label, 60),
      `${figure(bin.baseline)} (${share(shares[i]?.baseline ?? null)})`,
      `${figure(bin.current)} (${share(shares[i]?.current ?? null)})`,
    ])
  const head = [
    { name: 'bin', as: 'name' },
    { name: 'baseline', as: 'number' },
    { name: 'now', as: 'number' },
  ] as const
  return html`<details><summary>the drawing as numbers</summary>${table(head, rows)}${leftNote(bins.length - rows.length, 'more bins are left out')}</details>`
}
