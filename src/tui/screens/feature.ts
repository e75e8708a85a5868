// One feature or view: what is it, is it healthy, where does it come from, which versions has it, who uses it?
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
import { ageOf, type Look, type Screen, waiting } from './screen.ts'
import { featureTable, freshFacts, ingests, viewDriftFacts } from './view-parts.ts'

const isFeature = (of: string): boolean => of.includes(':')

const asks = (of: string): Question[] => [
  { kind: 'thing', id: of },
  { kind: 'lineage', id: of },
  { kind: 'checks', id: viewOf(of) },
  ...(isFeature(of)
    ? ([
        { kind: 'stats', id: of },
        { kind: 'drifted', id: of },
        { kind: 'course', id: of },
      ] as const)
    : ([
        { kind: 'health', id: '' },
        { kind: 'freshness', id: '' },
        { kind: 'runs', id: viewOf(of) },
      ] as const)),
]

/** From so wide on there are two columns. */
const twoColumns = 100

export const featureScreen: Screen = {
  title: ({ of }) => of,
  about:
    'What one feature or view is and how it does: its definition, drift and checks, its values now over those of the baseline and from run to run, what it is made of and who uses it, its versions.',
  asks: (_, { of }) => asks(of),
  listing: () => null,
  body: (state, { of }, look) => {
    const answer = answerTo(state, 'thing', of)
    if (answer.value === null) return waiting(answer, look) ?? []
    const thing = answer.value
    const head = [
      heading(thing, of, ageOf(answer, state.now)),
      ...described(thing, look),
      empty,
      ...facts(isFeature(of) ? aboutFeature(state, thing, of) : aboutView(state, thing, of), look.width, look.theme),
      empty,
      ...(isFeature(of) ? [] : featureTable(state, thing, look)),
    ]
    if (look.width < twoColumns) return [...head, ...first(state, of, look), ...second(state, thing, of, look)]
    const side = Math.floor((look.width - 3) * 0.46)
    const widths = [look.width - side - 3, side] as const
    const [left, right] = [
      { ...look, width: widths[0] },
      { ...look, width: widths[1] },
    ]
    return [...head, ...beside(first(state, of, left), second(state, thing, of, right), widths, look.theme)]
  },
  value: (state, { of }) => {
    const thing = answerTo(state, 'thing', of).value
    return thing === null ? of : textOf(thing, 'expression') || of
  },
  command: (_, { of }) => `pintail show ${of}`,
  opens: (_, { of }) => placeOf('diff', of),
}

const heading = (thing: Listed, of: string, read: string): Line =>
  line(
    cell(of, 'bold'),
    cell(`   v${textOf(thing, 'version')} ${textOf(thing, 'status')}   ${textOf(thing, 'type') || 'view'}`, 'accent'),
    cell(`   ${read}`, 'dim'),
  )

const aboutFeature = (state: State, thing: Listed, of: string): Fact[] => [
  { name: 'computes', value: textOf(thing, 'expression'), tone: 'accent' },
  ...identity(thing),
  ...driftFacts(state, of),
  ...checkFacts(state, of),
  ...coverageFacts(state, of),
]

const aboutView = (state: State, thing: Listed, of: string): Fact[] => [
  ...identity(thing),
  ...freshFacts(state, viewOf(of)),
  ...viewDriftFacts(state, thing, viewOf(of)),
  ...checkFacts(state, of),
]

const first = (state: State, of: string, look: Look): Line[] =>
  isFeature(of) ? valueSections(state, of, look) : ingests(state, viewOf(of), look)

const second = (state: State, thing: Listed, of: string, look: Look): Line[] => [
  ...lineageSections(state, of, look),
  ...versions(state, thing, look),
  ...details(thing, look),
]
