// Which key does a person type who knows none? What to type for each kind of key, with some that exist.
import { writeKey } from '../../core/key-text.ts'
import { beginningOf, examplesAsked, goesOn, type KeyExamples, type KeySet, keySets, mostSets } from '../data/keys.ts'
import type { RegistryRead } from '../data/registry.ts'
import { cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import { several } from '../present/words.ts'
import { answerTo, type Question, type State } from '../state/state.ts'
import type { Look } from './screen.ts'

const typedIn = ({ entry }: State): string => (entry?.kind === 'key' ? entry.text : '')

/** Examples of what is being typed, and those of nothing, which stand in until they come. */
export const keyQuestions = (state: State, read: RegistryRead): readonly Question[] =>
  [...new Set([examplesAsked(read, typedIn(state)), examplesAsked(read, '')])].map((id) => ({ kind: 'keys', id }))

/** How many examples of each set there is room for. */
const shownOf = (sets: number): number => (sets === 1 ? 6 : sets <= 3 ? 3 : 1)

interface Offered {
  readonly set: KeySet
  readonly keys: readonly string[]
}

const offered = (state: State, read: RegistryRead): readonly Offered[] => {
  const sets = keySets(read).slice(0, mostSets)
  const typed = typedIn(state)
  const known = (text: string): KeyExamples | null => answerTo(state, 'keys', examplesAsked(read, text)).value
  const [exact, any] = [known(typed), known('')]
  return sets.map((set) => {
    const [view = ''] = set.views
    const begun = beginningOf(typed, set.names)
    const keys = exact?.ofView.get(view) ?? any?.ofView.get(view) ?? []
    const fit = keys.filter((key) => goesOn(key, begun) || writeKey(key).startsWith(typed.trim()))
    return { set, keys: fit.slice(0, shownOf(sets.length)).map(writeKey) }
  })
}

/** Keys that tab and the arrows choose among. */
export const keyOffers = (state: State): readonly string[] => {
  const read = answerTo(state, 'registry', '').value
  return read === null ? [] : offered(state, read).flatMap(({ keys }) => keys)
}

export const keyLines = (state: State, read: RegistryRead, { width, theme }: Look): Line[] => {
  const isTyping = state.entry?.kind === 'key'
  const selected = isTyping ? Math.min(state.entry.selected, keyOffers(state).length) : 0
  const all = offered(state, read)
  let place = 0
  const shown = all.flatMap(({ set, keys }): Line[] => [
    line(
      cell(`  ${writeKey(set.names.map((it) => [it, theme.glyphs.more]))}`, 'bold'),
      cell(`   ${set.entities.join(' and ')}: ${several(set.views.length, 'view')} (${viewsOf(set)})`, 'dim'),
    ),
    ...keys.map((key): Line => {
      place += 1
      const isHere = place === selected
      return { ...line(cell(isHere ? '  > ' : '    ', 'accent'), cell(key, 'accent')), selected: isHere }
    }),
  ])
  const more = keySets(read).length - all.length
  const isKnown = answerTo(state, 'keys', examplesAsked(read, typedIn(state))).value !== null
  const isNone = isKnown && typedIn(state) !== '' && all.every(({ keys }) => keys.length === 0)
  return [
    ...paragraph(
      isTyping
        ? `Type a key and press enter. Tab completes it, ${theme.glyphs.down} and ${theme.glyphs.up} choose one of these:`
        : 'What does production see for a key? Press e and type one of these kinds:',
      width,
      theme,
    ),
    empty,
    ...shown,
    ...(more > 0 ? [line(cell(`  and ${several(more, 'other kind')} of keys`, 'dim'))] : []),
    ...(isNone ? [line(cell('    no key that is known begins so', 'dim'))] : []),
    empty,
    ...paragraph(
      'Each feature then shows its online value, status and age beside the answer that history gives for the same instant, and why they differ. t adds what history said at another instant.',
      width,
      theme,
      'dim',
    ),
  ]
}

const viewsOf = ({ views }: KeySet): string =>
  views.length <= 3 ? views.join(', ') : `${views.slice(0, 3).join(', ')}, …`
