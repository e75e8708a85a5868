// One feature or view: what is it, what is it made of, which versions has it, who uses it?
import type { Listed } from '../../core/verbs.ts'
import { rowsOf, textOf, textsOf } from '../data/listed.ts'
import { facts, quoted, section } from '../present/facts.ts'
import { beside, cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import { profileLines } from '../present/profile.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import { age, microsOf } from '../present/words.ts'
import { answerTo, placeOf, type State } from '../state/state.ts'
import { ageOf, type Look, type Screen, waiting } from './screen.ts'

export const featureScreen: Screen = {
  title: ({ of }) => of,
  about:
    'What one feature or view is: its definition, its versions with what changed, where it comes from and who uses it.',
  asks: (_, { of }) => [{ kind: 'thing', id: of }, ...(of.includes(':') ? [{ kind: 'stats', id: of } as const] : [])],
  listing: () => null,
  body: (state, { of }, look) => {
    const answer = answerTo(state, 'thing', of)
    if (answer.value === null) return waiting(answer, look) ?? []
    const thing = answer.value
    const head = [...heading(thing, of, ageOf(answer, state.now)), ...about(thing, look), empty]
    if (look.width < 140) return [...head, ...definition(thing, look), ...made(state, thing, look)]
    const side = Math.floor((look.width - 3) / 2)
    const [left, right] = [look.width - side - 3, side]
    const both = beside(
      definition(thing, { ...look, width: left }),
      made(state, thing, { ...look, width: right }),
      [left, right],
      look.theme,
    )
    return [...head, ...both]
  },
  value: (state, { of }) => {
    const thing = answerTo(state, 'thing', of).value
    return thing === null ? of : textOf(thing, 'expression') || of
  },
  command: (_, { of }) => `pintail show ${of}`,
  opens: (_, { of }) => placeOf('diff', of),
}

const heading = (thing: Listed, of: string, read: string): Line[] => [
  line(
    cell(of, 'bold'),
    cell(`   v${textOf(thing, 'version')} ${textOf(thing, 'status')}   ${textOf(thing, 'type') || 'view'}`, 'accent'),
    cell(`   ${read}`, 'dim'),
  ),
]

const about = (thing: Listed, { width, theme }: Look): Line[] => {
  const text = textOf(thing, 'description')
  return text === '' ? [] : paragraph(text, width, theme)
}

const definition = (thing: Listed, { width, theme }: Look): Line[] => {
  const expression = textOf(thing, 'expression')
  return [
    ...section('computes', expression === '' ? [] : quoted(expression, width, theme), width, theme),
    ...section(
      'about',
      facts(
        [
          { name: 'owner', value: textOf(thing, 'owner') || 'nobody is named' },
          { name: 'tags', value: textsOf(thing, 'tags').join(', ') },
          { name: 'entity', value: textsOf(thing, 'entities').join(', ') },
          { name: 'key', value: textsOf(thing, 'keys').join(', ') },
          { name: 'default', value: textOf(thing, 'default') },
          { name: 'ttl', value: textOf(thing, 'ttl') === '' ? 'none' : textOf(thing, 'ttl') },
          { name: 'promise', value: textOf(thing, 'sla') },
          { name: 'window', value: textOf(thing, 'window') },
          { name: 'values', value: textOf(thing, 'values') },
          { name: 'fingerprint', value: textOf(thing, 'fingerprint').slice(0, 16), tone: 'dim' },
        ],
        width,
        theme,
      ),
      width,
      theme,
    ),
    ...section('where it comes from', lineage(thing, { width, theme }), width, theme),
  ]
}

const lineage = (thing: Listed, { width, theme }: Pick<Look, 'width' | 'theme'>): Line[] =>
  facts(
    [
      { name: 'source', value: textOf(thing, 'source') },
      { name: 'event time', value: textOf(thing, 'timestamp') },
      { name: 'known since', value: textOf(thing, 'created') },
      { name: 'rows where', value: textOf(thing, 'where') },
      { name: 'columns', value: textsOf(thing, 'reads').join(', ') },
      { name: 'features', value: textsOf(thing, 'uses').join(', ') },
      {
        name: 'fitted',
        value: rowsOf(thing, 'fitted')
          .map((it) => `${textOf(it, 'number')} = ${textOf(it, 'value')}`)
          .join(', '),
      },
      { name: 'used by', value: textsOf(thing, 'services').join(', ') || 'no service' },
    ],
    width,
    theme,
  )

const made = (state: State, thing: Listed, { width, theme }: Look): Line[] => [
  ...section('versions', versions(state, thing, { width, theme }), width, theme),
  ...section('values', values(state, thing, { width, theme }), width, theme),
  ...section('features', features(thing, { width, theme }), width, theme),
  ...section('categories', categories(thing, width), width, theme),
]

const values = (state: State, thing: Listed, { width, theme }: Pick<Look, 'width' | 'theme'>): Line[] => {
  const reference = textOf(thing, 'feature')
  const answer = answerTo(state, 'stats', reference)
  if (!reference.includes(':')) return []
  if (answer.error !== null && answer.value === null) return paragraph(answer.error, width, theme, 'dim')
  if (answer.value === null) return []
  if (answer.value.length === 0) return [line(cell('no run has profiled it yet', 'dim'))]
  const many = answer.value.length > 1
  return answer.value
    .slice(0, 6)
    .flatMap((it) => [...(many ? [line(cell(it.feature, 'bold'))] : []), ...profileLines(it, width, theme)])
}

const versions = (state: State, thing: Listed, { width, theme }: Pick<Look, 'width' | 'theme'>): Line[] => {
  const all = [...rowsOf(thing, 'versions')].reverse()
  const heads = [
    { title: 'VER', align: 'right' as const, rank: 0 },
    { title: 'STATUS', align: 'left' as const, rank: 0 },
    { title: 'DEFINED', align: 'right' as const, rank: 1 },
    { title: 'CHANGED', align: 'left' as const, rank: 2, least: 12 },
    { title: 'FINGERPRINT', align: 'left' as const, rank: 3 },
  ]
  const cells = all.map((it) => [
    cell(`v${textOf(it, 'version')}`, 'bold'),
    cell(textOf(it, 'status')),
    cell(age(microsOf(it.applied), state.now)),
    cell(textOf(it, 'changed')),
    cell(textOf(it, 'fingerprint').slice(0, 10), 'dim'),
  ])
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: all.length, row: (at: number) => cells[at] ?? [] }
  return drawTable(table, { width, height: all.length + 1, top: 0, selected: -1, sort: null }, theme)
}

const features = (thing: Listed, { width, theme }: Pick<Look, 'width' | 'theme'>): Line[] =>
  facts(
    rowsOf(thing, 'features').map((it) => ({
      name: `${textOf(it, 'feature')} v${textOf(it, 'version')}`,
      value: `${textOf(it, 'type')}  ${textOf(it, 'expression')}`,
    })),
    width,
    theme,
  )

const categories = (thing: Listed, width: number): Line[] => {
  const names = rowsOf(thing, 'categories').map((it) => textOf(it, 'category'))
  if (names.length === 0) return []
  const shown = names.slice(0, 40).join(', ')
  return [
    line(
      cell(`  ${shown.slice(0, Math.max(20, width * 3))}${names.length > 40 ? ` and ${names.length - 40} more` : ''}`),
    ),
  ]
}
