// One thing of the registry: what is it, is it healthy, where does it come from, which versions has it, who uses it?
import type { Listed } from '../../core/verbs.ts'
import { textOf } from '../data/listed.ts'
import { type Fact, facts } from '../present/facts.ts'
import { beside, cell, empty, type Line, line } from '../present/lines.ts'
import { answerTo, placeOf, type Question, type State } from '../state/state.ts'
import {
  checkFacts,
  coverageFacts,
  described,
  details,
  driftFacts,
  identity,
  lineageSections,
  versions,
  viewOf,
} from './feature-parts.ts'
import { valueSections } from './feature-values.ts'
import {
  entityFacts,
  kindOf,
  serviceFacts,
  serviceMembers,
  sourceColumns,
  sourceFacts,
  sourceIngests,
  type ThingKind,
} from './other-parts.ts'
import { ageOf, type Look, type Screen, waiting } from './screen.ts'
import { featureTable, freshFacts, ingests, viewDriftFacts } from './view-parts.ts'

const isFeature = (of: string): boolean => of.includes(':')

/** Of a name without a feature the page tells as soon as it is known what it is. */
const asks = (state: State, of: string): Question[] => {
  const always = [
    { kind: 'thing', id: of },
    { kind: 'lineage', id: of },
  ] as const
  if (isFeature(of))
    return [
      ...always,
      { kind: 'checks', id: viewOf(of) },
      { kind: 'stats', id: of },
      { kind: 'drifted', id: of },
      { kind: 'course', id: of },
    ]
  const thing = answerTo(state, 'thing', of).value
  const kind = thing === null ? null : kindOf(thing)
  const ofHealth = [
    { kind: 'health', id: '' },
    { kind: 'freshness', id: '' },
  ] as const
  if (kind === 'view')
    return [...always, { kind: 'checks', id: viewOf(of) }, ...ofHealth, { kind: 'runs', id: viewOf(of) }]
  return kind === 'service' ? [...always, ...ofHealth] : [...always]
}

/** From so wide on there are two columns. */
const twoColumns = 100

export const featureScreen: Screen = {
  title: ({ of }) => of,
  about:
    'What one feature, view, service, entity or source is and how it does: its definition, drift and checks, the values of a feature now over those of the baseline and from run to run, what it is made of and who uses it, its versions. : and a name opens another.',
  asks: (state, { of }) => asks(state, of),
  listing: () => null,
  body: (state, { of }, look) => {
    const answer = answerTo(state, 'thing', of)
    if (answer.value === null) return waiting(answer, look) ?? []
    const thing = answer.value
    const kind = kindOf(thing)
    const head = [
      heading(thing, of, ageOf(answer, state.now)),
      ...described(thing, look),
      empty,
      ...facts(about[kind](state, thing, of), look.width, look.theme),
      empty,
      ...(kind === 'view' ? featureTable(state, thing, look) : []),
      ...(kind === 'service' ? serviceMembers(state, thing, look) : []),
    ]
    if (look.width < twoColumns) return [...head, ...first(state, thing, of, look), ...second(state, thing, of, look)]
    const side = Math.floor((look.width - 3) * 0.46)
    const widths = [look.width - side - 3, side] as const
    const [left, right] = [
      { ...look, width: widths[0] },
      { ...look, width: widths[1] },
    ]
    const [main, aside] = [first(state, thing, of, left), second(state, thing, of, right)]
    if (main.length === 0 || aside.length === 0)
      return [...head, ...first(state, thing, of, look), ...second(state, thing, of, look)]
    return [...head, ...beside(main, aside, widths, look.theme)]
  },
  value: (state, { of }) => {
    const thing = answerTo(state, 'thing', of).value
    return thing === null ? of : textOf(thing, 'expression') || of
  },
  command: (_, { of }) => `pintail show ${of}`,
  opens: (_, { of }) => placeOf('diff', of),
}

const heading = (thing: Listed, of: string, read: string): Line => {
  const version = textOf(thing, 'version') === '' ? '' : `   v${textOf(thing, 'version')} ${textOf(thing, 'status')}`
  const kind = kindOf(thing)
  return line(
    cell(of, 'bold'),
    cell(`${version}   ${kind === 'feature' ? textOf(thing, 'type') : kind}`, 'accent'),
    cell(`   ${read}`, 'dim'),
  )
}

const owned = (thing: Listed): Fact[] => identity(thing).filter(({ name }) => name === 'owner')

const about: Readonly<Record<ThingKind, (state: State, thing: Listed, of: string) => Fact[]>> = {
  feature: (state, thing, of) => [
    { name: 'computes', value: textOf(thing, 'expression'), tone: 'accent' },
    ...identity(thing),
    ...driftFacts(state, of),
    ...checkFacts(state, of),
    ...coverageFacts(state, of),
  ],
  view: (state, thing, of) => [
    ...identity(thing),
    ...freshFacts(state, viewOf(of)),
    ...viewDriftFacts(state, thing, viewOf(of)),
    ...checkFacts(state, of),
  ],
  service: (state, thing) => [...owned(thing), ...serviceFacts(state, thing)],
  entity: (_, thing) => [...identity(thing), ...entityFacts(thing)],
  source: (_, thing) => [...owned(thing), ...sourceFacts(thing)],
  dataset: (_, thing) => scalars(thing),
  run: (_, thing, of) => [
    { name: 'run', value: `${of} is a run   :run ${of} opens it`, tone: 'warn' },
    ...scalars(thing),
  ],
}

const scalars = (thing: Listed): Fact[] =>
  Object.keys(thing)
    .filter((name) => name !== 'run' && ['string', 'number', 'bigint', 'boolean'].includes(typeof thing[name]))
    .map((name) => ({ name: name.replaceAll('_', ' '), value: textOf(thing, name) }))

const first = (state: State, thing: Listed, of: string, look: Look): Line[] => {
  switch (kindOf(thing)) {
    case 'feature':
      return valueSections(state, of, look)
    case 'view':
      return ingests(state, viewOf(of), look)
    case 'service':
      return versions(state, thing, look)
    case 'source':
      return [...sourceColumns(thing, look), ...sourceIngests(state, of, look)]
    default:
      return []
  }
}

const second = (state: State, thing: Listed, of: string, look: Look): Line[] => {
  const kind = kindOf(thing)
  const isApart = kind === 'feature' || kind === 'view'
  return [
    ...lineageSections(state, of, look),
    ...(isApart ? [...versions(state, thing, look), ...details(thing, look)] : []),
  ]
}
