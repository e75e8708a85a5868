// What is the selected view or feature, and how does it do? All that matters of it in few lines.
import type { CheckResult } from '../../core/checks.ts'
import type { Micros } from '../../core/clock.ts'
import { readPart } from '../../core/references.ts'
import { rowsOf, textOf, textsOf } from '../data/listed.ts'
import type { Registered, RegisteredRun } from '../data/registry.ts'
import { sparkline } from '../present/chart.ts'
import { type Checked, checkedRows, passedWords } from '../present/checked.ts'
import { type Fact, facts } from '../present/facts.ts'
import { freshFacts } from '../present/fresh.ts'
import { cell, empty, type Line, line, paragraph, rule } from '../present/lines.ts'
import { profileLines, quantileLines } from '../present/profile.ts'
import { shownValue } from '../present/values.ts'
import { verdictWords } from '../present/verdicts.ts'
import { age, counted, figure, percent, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { checksWord, coverageOf, coveredShare, type Known } from './registry-columns.ts'
import { outcomeOf } from './run-words.ts'
import type { Look } from './screen.ts'

export const previewOf = (state: State, it: Registered, known: Known, { width, height, theme }: Look): Line[] => {
  const thing = answerTo(state, 'thing', it.reference).value
  const source = thing === null ? it.source : fromText(textOf(thing, 'source'), textsOf(thing, 'keys'))
  const said = it.description === '' ? [] : paragraph(it.description, width, theme)
  const health = [
    ...(it.kind === 'view' ? viewHealth(it, known, state) : []),
    { name: 'coverage', value: coverageText(it, known) },
    ...driftFacts(it, known),
    ...checkFacts(state, it, known),
  ]
  const told = facts(
    [
      { name: 'values', value: valuesText(state, it, theme) },
      ...health,
      { name: 'computes', value: it.expression, tone: 'accent' },
      { name: 'from', value: beside(source, thing === null ? '' : named('ttl', textOf(thing, 'ttl'))) },
      { name: 'owner', value: beside(it.owner, named('tags', it.tags.join(', '))) },
      { name: 'used by', value: thing === null ? '' : textsOf(thing, 'services').join(', ') || 'no service' },
      { name: 'defined', value: definedText(it, thing === null ? 1 : rowsOf(thing, 'versions').length, state.now) },
    ],
    width,
    theme,
  )
  const is = it.kind === 'view' ? `view of ${several(it.features, 'feature')}` : it.type
  const lines = [line(cell(it.reference, 'bold'), cell(`  v${it.version}  ${is}`, 'dim')), ...said, ...told]
  return [...lines, ...moreOf(state, it, known, { width, theme, height: height - lines.length - 1 })]
}

const beside = (...parts: readonly string[]): string => parts.filter((it) => it !== '').join('   ')
const named = (name: string, value: string): string => (value === '' ? '' : `${name} ${value}`)

const leastMore = 4

/** Where there is room left: the values of a feature as a picture, the ingests of a view. */
const moreOf = (state: State, it: Registered, { read }: Known, { width, height, theme }: Look): Line[] => {
  if (height < leastMore) return []
  const lines =
    it.kind === 'feature'
      ? pictured(state, it, { width, theme, height: height - 1 })
      : read.runs
          .filter(({ kind, subject }) => kind === 'ingest' && subject === it.source)
          .map((run) => runLine(run, state.now))
  const title = it.kind === 'feature' ? 'its values' : `ingests of ${it.source}`
  return lines.length === 0 ? [] : [empty, rule(width, theme, title), ...lines].slice(0, height + 1)
}

/** Whole, or without the picture. */
const pictured = (state: State, { reference }: Registered, { width, height, theme }: Look): Line[] => {
  const [stats] = answerTo(state, 'stats', reference).value ?? []
  if (stats === undefined) return []
  const lines = profileLines(stats, width, theme)
  return lines.length <= height ? lines : quantileLines(stats, width, theme)
}

export const runLine = (it: RegisteredRun, now: Micros): Line => {
  const { run, started, read, rejected, checks, drift } = it
  const { word, tone } = outcomeOf(it)
  const found = checks.fail + checks.warn > 0 ? checksWord(checks) : null
  return line(
    cell(`${`run ${run}`.padEnd(9)} `, 'dim'),
    cell(word.padEnd(8), tone),
    cell(age(started, now).padEnd(16)),
    cell(`${several(read, 'row')} read`),
    cell(rejected === 0 ? '' : `, ${counted(rejected)} rejected`, 'warn'),
    cell(found === null ? '' : `, checks ${found[0]}`, found?.[1]),
    cell(
      drift === 'warn' || drift === 'fail' ? `, drift ${verdictWords[drift][0]}` : '',
      verdictWords[drift ?? 'ok'][1],
    ),
  )
}

const fromText = (source: string, keys: readonly string[]): string =>
  [source, keys.length === 0 ? '' : `by ${keys.join(', ')}`].filter((it) => it !== '').join(', ')

const definedText = ({ applied, version }: Registered, versions: number, now: Micros): string => {
  const when = applied === null ? '' : age(applied, now)
  return versions <= 1 ? when : `${when}, as v${version} of ${versions}   d compares`
}

const viewHealth = (it: Registered, known: Known, { now }: State): Fact[] => {
  const fresh = known.fresh.get(it.view)
  const run = known.read.ingested.get(it.source)
  return [
    ...(fresh === undefined ? [] : freshFacts(fresh, now)),
    {
      name: 'ingested',
      value:
        run === undefined
          ? `never   pintail ingest ${it.view}`
          : `${age(run.started, now)}: ${several(run.read, 'row')} read, ${counted(run.rejected)} rejected`,
      ...(run !== undefined && run.rejected > 0 ? { tone: 'warn' as const } : {}),
    },
  ]
}

const coverageText = (it: Registered, known: Known): string => {
  const members = coverageOf(it, known)
  const [first] = members
  if (first === undefined) return ''
  const of = `of ${several(first.keys, 'key')}`
  if (it.kind === 'feature' && members.length === 1) {
    const online = first.online === null ? 'not served online' : `${percent(first.online_share)} online`
    return `${percent(first.offline_share)} offline, ${online}, ${of}`
  }
  const least = coveredShare(members)
  const holder = members.find((one) => (one.online_share ?? one.offline_share) === least)
  const where = first.online === null ? 'offline' : 'online'
  const name = holder === undefined || least === 1 ? '' : `   least: ${holder.feature.slice(it.view.length + 1)}`
  return `${percent(least)} ${where}, ${of}${name}`
}

const mostNamed = 4

/** Of a view, its worst features by name. */
const driftFacts = (it: Registered, { health, read }: Known): Fact[] => {
  const own = health.get(it.reference)?.drift ?? null
  if (own === null) return []
  const [word, tone] = verdictWords[own]
  if (it.kind === 'feature')
    return [{ name: 'drift', value: tone === 'good' || tone === 'dim' ? word : `${word}   2 shows what moved`, tone }]
  const worst = (['fail', 'warn'] as const).flatMap((verdict) => {
    const names = (read.ofView.get(it.view) ?? []).filter((one) => health.get(one.reference)?.drift === verdict)
    if (names.length === 0) return []
    const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
    return [
      `${verdictWords[verdict][0]} ${names
        .slice(0, mostNamed)
        .map(({ name }) => name)
        .join(', ')}${more}`,
    ]
  })
  return [{ name: 'drift', value: worst.length === 0 ? word : worst.join('   '), tone }]
}

const mostChecks = 3

const checkFacts = (state: State, it: Registered, { health }: Known): Fact[] => {
  const counts = health.get(it.reference)?.checks
  if (counts === undefined || counts.passed + counts.warn + counts.fail === 0) return []
  const results = answerTo(state, 'checks', it.view).value?.results ?? []
  const own = results.filter((one) => it.kind === 'view' || featureOf(one) === it.name)
  const failing = own.filter(({ outcome }) => outcome !== 'passed')
  if (counts.warn + counts.fail === 0)
    return [
      {
        name: 'checks',
        value: `ok   ${passedWords(own) || `${several(counts.passed, 'check')} passed`}`,
        tone: 'plain',
      },
    ]
  const bad = counts.fail > 0 ? 'bad' : 'warn'
  if (failing.length === 0)
    return [{ name: 'checks', value: `${counts.fail} FAIL, ${counts.warn} WARN, ${counts.passed} passed`, tone: bad }]
  const told = failing.slice(0, mostChecks).map(
    (one, at): Fact => ({
      name: at === 0 ? 'checks' : '',
      value: checkText(one, it.kind === 'view'),
      tone: one.severity === 'fail' ? 'bad' : 'warn',
    }),
  )
  const more = failing.length - told.length
  return more > 0 ? [...told, { name: '', value: `and ${more} more`, tone: bad }] : told
}

const featureOf = ({ feature }: CheckResult): string | null =>
  feature === null ? null : readPart(feature).feature.replace(/@\d+$/, '')

const checkText = (it: Checked, named: boolean): string => {
  const { severity, feature, wanted, found, outcome } = it
  const name = named && feature !== null ? `${feature}: ` : ''
  return `${severity === 'fail' ? 'FAIL' : 'WARN'} ${name}${wanted}   ${outcome === 'broken' ? 'could not run: ' : 'found '}${found}, on ${checkedRows(it, it.run)}`
}

const widestValue = 24

/** The shape of its values in one line. */
const valuesText = (state: State, { reference }: Registered, theme: Look['theme']): string => {
  const [stats] = answerTo(state, 'stats', reference).value ?? []
  if (stats === undefined) return ''
  const shown = (value: string | number | bigint | boolean): string => shownValue(value, widestValue, theme)
  const picture = stats.histogram === null ? '' : `${sparkline(stats.histogram.counts, theme, true)}   `
  const range = stats.min === null || stats.max === null ? '' : `${shown(stats.min)} to ${shown(stats.max)}, `
  const mean = stats.mean === null ? '' : `mean ${figure(stats.mean)}, `
  return `${picture}${range}${mean}${percent(stats.rows === 0 ? null : stats.nulls / stats.rows)} null`
}
