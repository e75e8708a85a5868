// What do a service, an entity and a source tell on their page? What they read, how that does, who reads them.
import type { Listed } from '../../core/verbs.ts'
import type { Health } from '../../core/watching.ts'
import { rowsOf, textOf, textsOf } from '../data/listed.ts'
import { type Fact, section } from '../present/facts.ts'
import { type Cell, cell, type Line } from '../present/lines.ts'
import type { ColumnHead } from '../present/table.ts'
import { verdictWords } from '../present/verdicts.ts'
import { counted, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { viewOf } from './feature-parts.ts'
import { checksWord } from './registry-columns.ts'
import { runLine } from './registry-preview.ts'
import type { Look } from './screen.ts'
import { freshFacts, tableOf } from './view-parts.ts'

export const thingKinds = ['feature', 'view', 'service', 'entity', 'source', 'dataset', 'run'] as const
export type ThingKind = (typeof thingKinds)[number]

/** Each is named by its kind; a feature and a view also name their source. */
export const kindOf = (thing: Listed): ThingKind => thingKinds.find((kind) => thing[kind] !== undefined) ?? 'view'

/** `cardiac:age` of `cardiac:age` and of `cardiac:kind:first`: how a feature does is told of the whole. */
const wholeOf = (reference: string): string => reference.split(':', 2).join(':')

/** What runs found of a feature is of its current version. */
const healthOf = (state: State, member: Listed): Health | undefined =>
  member.current === false ? undefined : answerTo(state, 'health', '').value?.get(wholeOf(textOf(member, 'feature')))

const viewsOf = (thing: Listed): string[] => [
  ...new Set(rowsOf(thing, 'features').map((it) => viewOf(textOf(it, 'feature')))),
]

const mostNamed = 4

export const serviceFacts = (state: State, thing: Listed): Fact[] => {
  const members = rowsOf(thing, 'features')
  const views = viewsOf(thing)
  const old = members.filter((it) => it.current === false).length
  return [
    { name: 'reads', value: `${several(members.length, 'feature')} of ${views.join(', ')}` },
    ...(old === 0
      ? []
      : [
          {
            name: '',
            value: `${counted(old)} of them ${old === 1 ? 'has' : 'have'} a newer version, which this one does not read`,
            tone: 'warn' as const,
          },
        ]),
    ...views.flatMap((view) =>
      freshFacts(state, view).map((fact) => ({
        ...fact,
        value: views.length > 1 ? `${view}: ${fact.value}` : fact.value,
      })),
    ),
    ...worstDrift(state, members),
    ...worstChecks(state, members),
  ]
}

const worstDrift = (state: State, members: readonly Listed[]): Fact[] => {
  const found = members.map((it) => [textOf(it, 'feature'), healthOf(state, it)?.drift ?? null] as const)
  if (answerTo(state, 'health', '').value === null) return []
  const worst = (['fail', 'warn', 'ok'] as const).find((verdict) => found.some(([, drift]) => drift === verdict))
  if (worst === undefined) return [{ name: 'drift', value: 'not compared with a baseline yet', tone: 'dim' }]
  const [word, tone] = verdictWords[worst]
  const isOne = new Set(found.map(([name]) => viewOf(name))).size === 1
  const names = found.flatMap(([name, drift]) =>
    drift === worst ? [isOne ? name.slice(viewOf(name).length + 1) : name] : [],
  )
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  const told = worst === 'ok' ? 'none of its features moved' : names.slice(0, mostNamed).join(', ') + more
  return [{ name: 'drift', value: `${word}   ${told}`, tone }]
}

const worstChecks = (state: State, members: readonly Listed[]): Fact[] => {
  const all = members.flatMap((it) => healthOf(state, it)?.checks ?? [])
  const sum = (of: 'passed' | 'warn' | 'fail'): number => all.reduce((before, it) => before + it[of], 0)
  const checks = { passed: sum('passed'), warn: sum('warn'), fail: sum('fail') }
  const [word, tone] = checksWord(checks)
  return [{ name: 'checks', value: word === 'ok' ? `ok   ${several(checks.passed, 'check')} passed` : word, tone }]
}

export const serviceMembers = (state: State, thing: Listed, { width, theme }: Look): Line[] => {
  const heads: ColumnHead[] = [
    { title: 'FEATURE', align: 'left', rank: 0, least: 20 },
    { title: 'VER', align: 'right', rank: 2 },
    { title: 'TYPE', align: 'left', rank: 4 },
    { title: 'DRIFT', align: 'left', rank: 0 },
    { title: 'CHECKS', align: 'left', rank: 1 },
    { title: 'NOTE', align: 'left', rank: 3 },
  ]
  const cells = rowsOf(thing, 'features').map((it): Cell[] => {
    const found = healthOf(state, it)
    return [
      cell(textOf(it, 'feature')),
      cell(`v${textOf(it, 'version')}`),
      cell(textOf(it, 'type'), 'dim'),
      found === undefined || found.drift === null ? cell('') : cell(...verdictWords[found.drift]),
      found === undefined ? cell('') : cell(...checksWord(found.checks)),
      it.current === false ? cell('there is a newer version', 'warn') : cell(''),
    ]
  })
  return section(several(cells.length, 'feature'), tableOf(heads, cells, width, theme), width, theme)
}

export const entityFacts = (thing: Listed): Fact[] => [
  { name: 'views', value: textsOf(thing, 'views').join(', ') || 'no view is of it' },
]

export const sourceFacts = (thing: Listed): Fact[] => [
  { name: 'path', value: textOf(thing, 'path') },
  { name: 'type', value: textOf(thing, 'type') },
  { name: 'event time', value: textOf(thing, 'timestamp') },
  { name: 'known since', value: textOf(thing, 'created') },
  {
    name: 'landed',
    value: `${several(Number(textOf(thing, 'rows')), 'row')} of ${several(Number(textOf(thing, 'files')), 'file')}`,
  },
  { name: 'views', value: textsOf(thing, 'views').join(', ') || 'no view reads it' },
]

export const sourceColumns = (thing: Listed, { width, theme }: Look): Line[] => {
  const heads: ColumnHead[] = [
    { title: 'COLUMN', align: 'left', rank: 0, least: 16 },
    { title: 'TYPE', align: 'left', rank: 0 },
    { title: 'DERIVED FROM', align: 'left', rank: 1, least: 14 },
  ]
  const cells = rowsOf(thing, 'columns').map((it) => [
    cell(textOf(it, 'column')),
    cell(textOf(it, 'type'), 'dim'),
    cell(textOf(it, 'derived'), 'accent'),
  ])
  const shown = cells.some(([, , derived]) => derived?.text !== '') ? heads : heads.slice(0, 2)
  return section(several(cells.length, 'column'), tableOf(shown, cells, width, theme), width, theme)
}

const mostIngests = 20

export const sourceIngests = (state: State, of: string, { width, theme }: Look): Line[] => {
  const runs = answerTo(state, 'registry', '').value?.runs ?? []
  const lines = runs
    .filter(({ kind, subject }) => kind === 'ingest' && subject === of)
    .slice(0, mostIngests)
    .map((run) => runLine(run, state.now))
  return section(
    'ingests',
    lines.length === 0 ? [{ cells: [cell('none yet   pintail ingest', 'dim')] }] : lines,
    width,
    theme,
  )
}
