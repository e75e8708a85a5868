// What can be asked for by its name? Every key's command, and everything in the registry that what is typed may mean.

import type { RegistryRead } from '../data/registry.ts'
import { type Command, keysOf } from '../keys.ts'
import type { Look } from '../screens/screen.ts'
import { answerTo, currentPlace, type Place, placeOf, type State } from '../state/state.ts'
import { cell, type Line, line } from './lines.ts'

export interface Offer {
  readonly word: string
  readonly key: string
  readonly does: Command | Place
  readonly why: string | null
}

const mostThings = 12

/** How well a text answers what is typed, the least best: the same, begins so, a word of it does, it is within; null: not. */
const fitOf = (text: string, words: readonly string[]): number | null => {
  const lower = text.toLowerCase()
  if (!words.every((it) => lower.includes(it))) return null
  const typed = words.join(' ')
  if (lower === typed) return 0
  if (lower.startsWith(typed)) return 1
  return words.every((it) => lower.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(it))) ? 2 : 3
}

/** Those whose words hold every word that is typed, the best first. */
export const offers = (state: State): Offer[] => {
  const words = (state.entry?.text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((it) => it !== '')
  const { screen } = currentPlace(state)
  const commands = keysOf(screen)
    .filter(({ does }) => does !== 'palette' && does !== 'redraw')
    .map(({ word, keys, does, off }): Offer => ({ word, key: keys[0] ?? '', does, why: off?.(state) ?? null }))
  if (words.length === 0) return commands
  const ranked = ranking(words)
  for (const offer of commands) ranked.add(offer, offer.word)
  const read = answerTo(state, 'registry', '').value
  for (const { reference } of read?.all ?? [])
    ranked.add({ word: `open ${reference}`, key: '', does: placeOf('feature', reference), why: null }, reference)
  for (const [kind, names] of othersOf(read))
    for (const name of names)
      ranked.add(
        { word: `open ${name}, ${kind}`, key: '', does: placeOf('feature', name), why: null },
        words.includes(kind) ? `${kind} ${name}` : name,
      )
  for (const { run, kind, subject } of read?.runs ?? [])
    ranked.add(
      { word: `open run ${run}, ${kind} ${subject}`, key: '', does: placeOf('run', String(run)), why: null },
      words.includes('run') ? `run ${run}` : String(run),
    )
  return ranked.best()
}

/** What has a page and no row of the table. */
const othersOf = (read: RegistryRead | null): readonly (readonly [string, readonly string[]])[] =>
  read === null
    ? []
    : [
        ['service', read.services.map(({ name }) => name)],
        ['entity', read.entities.map(({ name }) => name)],
        ['source', [...read.sources.keys()]],
      ]

/** Keeps what fits, a dozen things at most of each fit: a registry of thousands is gone through at every letter. */
const ranking = (words: readonly string[]) => {
  const fits: Offer[][] = [[], [], [], []]
  return {
    add: (offer: Offer, text: string): void => {
      const fit = fitOf(text, words)
      const list = fit === null ? undefined : fits[fit]
      if (list && (list.length < mostThings || typeof offer.does === 'string')) list.push(offer)
    },
    best: (): Offer[] => fits.flat(),
  }
}

/** Said when nothing has the words that are typed. */
export const nothingCalled = (text: string): string =>
  `there is no command "${text.trim()}", nor anything in the registry that is called so`

export const paletteLines = (state: State, { height }: Look): Line[] => {
  const all = offers(state)
  const selected = Math.min(state.entry?.selected ?? 0, Math.max(0, all.length - 1))
  const top = Math.max(0, Math.min(selected - Math.floor(height / 2), all.length - height))
  if (all.length === 0) return [line(cell(`  ${nothingCalled(state.entry?.text ?? '')}`, 'warn'))]
  return all.slice(top, top + height).map(({ word, key, does, why }, at) => ({
    cells: [
      cell(top + at === selected ? '> ' : '  ', 'accent'),
      cell(typeof does === 'string' ? word.padEnd(40) : word, why === null ? 'plain' : 'dim'),
      cell(`  ${key}`, 'accent'),
      cell(why === null ? '' : `   off: ${why}`, 'dim'),
    ],
    selected: top + at === selected,
  }))
}
