// Is the data what it should be? A page: checks and promises on top, then each feature's profile and nulls over time.
import type { CheckResult } from '../../core/checks.ts'
import type { Profile } from '../../core/profiles.ts'
import type { Freshness } from '../../core/watching.ts'
import type { RecordedChecks } from '../recorded-checks.ts'
import { course } from './course.ts'
import { badge, figure, several, share, shortened, type Word } from './figures.ts'
import type { RunProfile, RunTold } from './gathered.ts'
import { bars, columns, gathered } from './histogram.ts'
import { bytesOf, html, type Markup } from './markup.ts'
import { page, table } from './page.ts'
import { profileBins } from './profile-bins.ts'
import { quantileTable } from './quantiles.ts'
import { checkTable, checkWord, fitted, leftNote, mostBytes, runTable, worstCheck } from './shared.ts'

export interface QualityTold {
  readonly project: string
  readonly made: string
  readonly freshness: readonly Freshness[]
  readonly checks: readonly RecordedChecks[]
  readonly features: readonly ProfiledFeature[]
  readonly runs: readonly RunTold[]
  /** Profiles of a feature by run, oldest first; read only for what has room on the page. */
  course(feature: ProfiledFeature): readonly RunProfile[]
}

export interface ProfiledFeature {
  readonly view: string
  readonly version: number
  /** With its category, where it has some. */
  readonly feature: string
  readonly run: number | null
  readonly profile: Profile | null
}

interface Told {
  readonly it: ProfiledFeature
  readonly checks: readonly CheckResult[]
  readonly word: Word
  readonly id: string
}

const words: readonly Word[] = ['none', 'ok', 'warn', 'broken', 'fail']

export const qualityPage = (told: QualityTold): Markup => {
  const byView = new Map(told.checks.map((it) => [it.view, Map.groupBy(it.results, ({ feature }) => feature)]))
  const sorted = told.features
    .map((it) => {
      const checks = byView.get(it.view)?.get(it.feature) ?? []
      return { it, checks, word: worstCheck(checks) }
    })
    .sort((a, b) => words.indexOf(b.word) - words.indexOf(a.word) || (nullsOf(b.it) ?? -1) - (nullsOf(a.it) ?? -1))
    .map((it, i): Told => ({ ...it, id: `f${i + 1}` }))
  const head = [top(told), viewTable(told), checksPart(told.checks)]
  const end = html`<h2>Runs</h2>${told.runs.length === 0 ? html`<p>No runs.</p>` : runTable(told.runs)}`
  const summary = fitted(
    sorted.map((it) => () => summaryRow(it)),
    mostBytes / 4,
  )
  const used = [...head, end, ...summary.parts].reduce((sum, it) => sum + bytesOf(it), 10_000)
  const details = fitted(
    sorted.slice(0, summary.parts.length).map((it) => () => featureDetails(it, told.course(it.it))),
    mostBytes - used,
  )
  return page(`Quality of ${told.project}`, [
    ...head,
    html`<h2>Features</h2>${sorted.length === 0 ? html`<p>No features.</p>` : summaryTable(summary.parts)}${leftNote(summary.left, 'features more are not listed')}`,
    html`<h2>Details</h2><p class="dim"><span class="key filled"></span>filled: the newest run&ensp;<span class="key open"></span>outlined: the first run that is known.</p>${details.parts}${leftNote(details.left, 'features have no details here, so that the page stays below 1 MB: pintail report quality VIEW')}`,
    end,
  ])
}

const top = ({ project, made, checks, freshness, features }: QualityTold): Markup => {
  const results = checks.flatMap((it) => it.results)
  const count = (word: Word): number => results.filter((it) => checkWord(it) === word).length
  const stale = freshness.filter(({ kept }) => kept === false).length
  const counts = words.toReversed().filter((word) => count(word) > 0)
  const said: Readonly<Partial<Record<Word, string>>> = { ok: 'passed', fail: 'failed', warn: 'failed (warn)' }
  const totals =
    results.length === 0
      ? html`<li>${badge('none', 'no checks')}</li>`
      : html`${counts.map((word) => html`<li>${badge(word, said[word] ?? word)} ${several(count(word), 'check')}</li>`)}`
  return html`<h1>Quality of ${project}</h1><p class="dim">${several(features.length, 'feature')}; made ${made} by Pintail.</p><ul class="totals">${totals}${stale === 0 ? null : html`<li>${badge('fail', 'stale')} ${several(stale, 'view')}</li>`}</ul>`
}

const viewTable = ({ freshness, checks }: QualityTold): Markup => {
  const rows = freshness.slice(0, 500).map((it) => {
    const found = checks.find(({ view }) => view === it.view)
    const kept: Word = it.kept === null ? 'none' : it.kept ? 'ok' : 'fail'
    const promise = it.sla === null ? 'nothing promised' : `${it.kept ? 'fresh' : 'stale'}: promised ${it.sla}`
    return [
      html`${badge(found ? worstCheck(found.results) : 'none', found ? undefined : 'no checks')}`,
      html`${it.view}@${it.version}${it.note === null ? null : html`<br><small class="dim">${it.note.replaceAll(/ {2,}/g, ': ')}</small>`}`,
      html`${badge(kept, promise)}`,
      it.offline ?? '–',
      it.online ?? '–',
    ]
  })
  const head = [
    { name: 'checks' },
    { name: 'view', as: 'name' },
    { name: 'freshness' },
    { name: 'newest event, offline', as: 'wide' },
    { name: 'online', as: 'wide' },
  ] as const
  return html`<h2>Views</h2>${rows.length === 0 ? html`<p>No feature views.</p>` : table(head, rows)}${leftNote(freshness.length - rows.length, 'more are left out')}`
}

const checksPart = (checks: readonly RecordedChecks[]): Markup => {
  const parts = checks.map(
    ({ view, run, results }) =>
      () =>
        html`<h3>${view}, run ${run}</h3>${checkTable(results)}`,
  )
  const { parts: shown, left } = fitted(parts, mostBytes / 4)
  const none = html`<p>No run made any: pintail check --suggest</p>`
  return html`<h2>Checks</h2>${checks.length === 0 ? none : shown}${leftNote(left, 'views more have checks')}`
}

const nullsOf = ({ profile }: ProfiledFeature): number | null =>
  profile === null || profile.rows === 0 ? null : profile.nulls / profile.rows

const nameOf = ({ view, feature }: ProfiledFeature): string => `${view}:${shortened(feature, 80)}`

const summaryTable = (rows: readonly Markup[]): Markup =>
  html`<div class="scroll"><table><thead><tr><th scope="col">checks</th><th scope="col">feature</th><th scope="col" class="n">nulls</th><th scope="col" class="n">distinct</th><th scope="col" class="wide n">rows</th><th scope="col" class="wide n">mean</th><th scope="col" class="wide">type</th></tr></thead><tbody>${rows}</tbody></table></div>`

const summaryRow = ({ it, word, id }: Told): Markup => {
  const { profile } = it
  return html`<tr><td>${badge(word, word === 'none' ? 'no checks' : word)}</td><td class="name"><a href="#${id}">${nameOf(it)}</a></td><td class="n">${share(nullsOf(it))}</td><td class="n">${figure(profile?.distinct ?? null)}</td><td class="wide n">${figure(profile?.rows ?? null)}</td><td class="wide n">${figure(profile?.mean ?? null)}</td><td class="wide">${profile?.type ?? '–'}</td></tr>`
}

const sides = ['first', 'newest'] as const

const featureDetails = ({ it, checks, word, id }: Told, known: readonly RunProfile[]): Markup => {
  const { profile } = it
  const summary = html`<summary>${badge(word, word === 'none' ? 'no checks' : word)}<span class="ref">${nameOf(it)}</span><span class="dim">nulls ${share(nullsOf(it))}</span></summary>`
  if (profile === null)
    return html`<details>${summary}<div class="body" id="${id}"><p>No run has profiled it: pintail ingest</p></div></details>`
  const first = known[0]
  const before = first && first.run !== it.run ? first.profile : null
  const { ordered, bins, both } = profileBins(before, profile)
  const shown = gathered(bins)
  const drawn = shown.length === 0 ? null : ordered ? columns(shown, sides) : bars(shown, sides)
  const caption = both
    ? `Share of values: run ${first?.run ?? ''} and run ${it.run ?? ''}`
    : `Share of values in run ${it.run ?? ''}`
  const points = known.map(({ run, profile: then }) => ({
    run,
    value: then.rows === 0 ? null : then.nulls / then.rows,
    verdict: 'ok' as const,
  }))
  const quantiles = quantileTable(before, profile, [`run ${first?.run ?? ''}`, `run ${it.run ?? ''}`])
  return html`<details>${summary}<div class="body" id="${id}">${profile.notes.slice(0, 5).map((note) => html`<p class="note">${shortened(note, 300)}</p>`)}<div class="plots">${drawn === null ? null : html`<figure>${drawn}<figcaption>${caption}</figcaption></figure>`}${points.length === 0 ? null : html`<figure>${course('Share of nulls', points, [], share)}<figcaption>Share of nulls over ${several(points.length, 'run')}</figcaption></figure>`}</div><div class="plots">${quantiles === null ? null : html`<div><h3>Profile</h3>${quantiles}</div>`}${checks.length === 0 ? null : html`<div><h3>Checks</h3>${checkTable(checks)}</div>`}</div></div></details>`
}
