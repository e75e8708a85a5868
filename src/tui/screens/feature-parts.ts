// What does every thing that has versions tell? How it is, where it comes from, who uses it, its versions, the rest.

import { readPart } from '../../core/references.ts'
import type { Listed } from '../../core/verbs.ts'
import { rowsOf, textOf, textsOf } from '../data/listed.ts'
import { checkedRows, passedWords } from '../present/checked.ts'
import { type Fact, facts, section } from '../present/facts.ts'
import { lineageTree } from '../present/lineage.ts'
import { cell, type Line, line, paragraph } from '../present/lines.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import { verdictWords } from '../present/verdicts.ts'
import { age, counted, microsOf, percent } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { reasons, scoreWords } from './drift-detail.ts'
import type { Look } from './screen.ts'

export const viewOf = (reference: string): string => (reference.split(':')[0] ?? '').replace(/@\d+$/, '')

/** Drift of a feature: its verdict, where it was found, by how much and why. */
export const driftFacts = (state: State, reference: string): Fact[] => {
  const read = answerTo(state, 'drifted', reference).value
  if (read === null) return []
  const [first] = read.features
  if (first === undefined)
    return [{ name: 'drift', value: 'never compared: the first ingest sets the baseline', tone: 'dim' }]
  const when = `at run ${read.run}, ${age(read.at, state.now)}`
  if (read.features.length > 1) {
    const bad = read.features.filter(({ verdict }) => verdict === 'warn' || verdict === 'fail')
    const worst = bad.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'warn'
    const named = bad
      .slice(0, 3)
      .map((it) => readPart(it.reference.slice(viewOf(it.reference).length + 1)).category ?? '')
    const more = bad.length > named.length ? ` and ${bad.length - named.length} more` : ''
    return bad.length === 0
      ? [{ name: 'drift', value: `ok   none of ${read.features.length} categories moved ${when}`, tone: 'good' }]
      : [
          {
            name: 'drift',
            value: `${verdictWords[worst][0]}   ${named.join(', ')}${more} ${when}`,
            tone: verdictWords[worst][1],
          },
        ]
  }
  const [word, tone] = verdictWords[first.verdict]
  const told = [scoreWords(first), when].filter((text) => text !== '').join(' ')
  return [
    { name: 'drift', value: `${word}   ${told}`, tone },
    ...reasons(first).map((value) => ({ name: '', value, tone: 'dim' as const })),
  ]
}

const mostChecks = 4

/** Checks of a view, or of one of its features, those that did not pass first and with what was found. */
export const checkFacts = (state: State, reference: string): Fact[] => {
  const read = answerTo(state, 'checks', viewOf(reference)).value
  if (read === null) return []
  const colon = reference.indexOf(':')
  const part = colon < 0 ? null : readPart(reference.slice(colon + 1)).feature
  const results = read.results.filter(
    ({ feature }) => part === null || (feature !== null && readPart(feature).feature.replace(/@\d+$/, '') === part),
  )
  if (results.length === 0) return [{ name: 'checks', value: 'none has run', tone: 'dim' }]
  const failing = results.filter(({ outcome }) => outcome !== 'passed')
  const all = failing.slice(0, mostChecks).map((it, at): Fact => {
    const word = it.severity === 'fail' ? 'FAIL' : 'WARN'
    const whose = part === null && it.feature !== null ? `${it.feature}: ` : ''
    return {
      name: at === 0 ? 'checks' : '',
      value: `${word}   ${whose}${it.wanted === '' ? it.check : it.wanted}; ${it.found}, on ${checkedRows(it, it.run)}`,
      tone: it.severity === 'fail' ? 'bad' : 'warn',
    }
  })
  const rest = failing.length - all.length
  const passed = passedWords(results)
  const passing = passed === '' ? '' : `ok   ${passed}`
  return [
    ...all,
    ...(rest > 0 ? [{ name: '', value: `and ${rest} more that did not pass`, tone: 'warn' as const }] : []),
    ...(passing === '' ? [] : [{ name: all.length === 0 ? 'checks' : '', value: passing, tone: 'good' as const }]),
  ]
}

/** Only where it was counted already: counting takes both stores. */
export const coverageFacts = (state: State, reference: string): Fact[] => {
  const of = answerTo(state, 'coverage', viewOf(reference)).value?.features ?? []
  const found = of.find(({ feature }) => feature === reference)
  if (found === undefined) return []
  const online = found.online === null ? 'not served online' : `${percent(found.online_share)} online`
  return [
    { name: 'coverage', value: `${percent(found.offline_share)} offline, ${online}, of ${counted(found.keys)} keys` },
  ]
}

export const lineageSections = (state: State, of: string, { width, theme }: Look): Line[] => {
  const lineage = answerTo(state, 'lineage', of).value
  if (lineage === null) return []
  const up = lineageTree(lineage, 'up', width, theme)
  const down = lineageTree(lineage, 'down', width, theme)
  const isUsed = lineage.edges.some((edge) => /^(service|dataset):/.test(edge.to))
  return [
    ...section('made of', up, width, theme),
    ...section(
      'used by',
      [...down, ...(isUsed ? [] : [line(cell('no service and no dataset reads it', 'dim'))])],
      width,
      theme,
    ),
  ]
}

export const versions = (state: State, thing: Listed, { width, theme }: Look): Line[] => {
  const all = [...rowsOf(thing, 'versions')].reverse()
  if (all.length === 0) return []
  const heads = [
    { title: 'VER', align: 'right', rank: 0 },
    { title: 'STATUS', align: 'left', rank: 0 },
    { title: 'DEFINED', align: 'right', rank: 1 },
    { title: 'FINGERPRINT', align: 'left', rank: 3 },
    { title: 'CHANGED', align: 'left', rank: 2, least: 12 },
  ] as const
  const cells = all.map((it) => [
    cell(`v${textOf(it, 'version')}`, 'bold'),
    cell(textOf(it, 'status')),
    cell(age(microsOf(it.applied), state.now)),
    cell(textOf(it, 'fingerprint').slice(0, 10), 'dim'),
    cell(textOf(it, 'changed') === 'first' ? 'the first' : textOf(it, 'changed')),
  ])
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: all.length, row: (at: number) => cells[at] ?? [] }
  const compare = all.length > 1 ? 'versions   d compares' : 'versions'
  const lines = drawTable(table, { width, height: all.length + 1, top: 0, selected: -1, sort: null }, theme)
  return section(compare, lines, width, theme)
}

/** What an author looks up once. */
export const details = (thing: Listed, { width, theme }: Look): Line[] =>
  section(
    'details',
    facts(
      [
        { name: 'event time', value: textOf(thing, 'timestamp') },
        { name: 'known since', value: textOf(thing, 'created') },
        { name: 'rows where', value: textOf(thing, 'where') },
        { name: 'ttl', value: textOf(thing, 'ttl') === '' ? 'none' : textOf(thing, 'ttl') },
        { name: 'default', value: textOf(thing, 'default') },
        { name: 'window', value: textOf(thing, 'window') },
        { name: 'categories', value: textOf(thing, 'values') },
        {
          name: 'fitted',
          value: rowsOf(thing, 'fitted')
            .map((it) => `${textOf(it, 'number')} = ${textOf(it, 'value')}`)
            .join(', '),
        },
        { name: 'online', value: thing.online === undefined ? '' : thing.online === true ? 'served' : 'not served' },
        { name: 'fingerprint', value: textOf(thing, 'fingerprint'), tone: 'dim' },
      ],
      width,
      theme,
    ),
    width,
    theme,
  )

export const identity = (thing: Listed): Fact[] => [
  {
    name: 'owner',
    value: [textOf(thing, 'owner') || 'nobody is named', ...tagged(textsOf(thing, 'tags'))].join('   '),
  },
  { name: 'entity', value: [textsOf(thing, 'entities').join(', '), ...keyed(textsOf(thing, 'keys'))].join('   ') },
]

const tagged = (tags: readonly string[]): string[] => (tags.length === 0 ? [] : [`tags ${tags.join(', ')}`])

const keyed = (keys: readonly string[]): string[] => (keys.length === 0 ? [] : [`by ${keys.join(', ')}`])

export const described = (thing: Listed, { width, theme }: Look): Line[] => {
  const text = textOf(thing, 'description')
  return text === '' ? [] : paragraph(text, width, theme)
}
