// Which baseline is a view to be compared with? Those it has, to choose one of.
import type { ListedBaseline } from '../../core/drift.ts'
import { cell, empty, type Line, line, paragraph, rule } from '../present/lines.ts'
import { originWords } from '../present/since.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import { counted, instant, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { type Look, waiting } from './screen.ts'

/** Those that its features can be compared with, the newest first. */
export const baselineOffers = (state: State, view: string): readonly ListedBaseline[] =>
  (answerTo(state, 'baselines', view).value ?? []).filter(({ features }) => features.length > 0).toReversed()

/** The number that is typed, or else the one that the arrows are on; null: neither is one of them. */
export const baselineChosen = (state: State, view: string): ListedBaseline | null => {
  if (state.entry?.kind !== 'baseline') return null
  const { text, selected } = state.entry
  const offers = baselineOffers(state, view)
  if (text.trim() !== '') return offers.find(({ id }) => String(id) === text.trim()) ?? null
  return offers[Math.min(selected, offers.length - 1)] ?? null
}

export const baselineLines = (state: State, view: string, look: Look): Line[] => {
  const { width, theme } = look
  const title = rule(width, theme, `baselines of ${view}`)
  const answer = answerTo(state, 'baselines', view)
  if (answer.value === null) return [title, ...(waiting(answer, look) ?? [])]
  const offers = baselineOffers(state, view)
  if (offers.length === 0)
    return [title, ...paragraph(`${view} has none: its first ingest takes one, or b`, width, theme, 'dim')]
  const heads = [
    { title: 'ID', align: 'right', rank: 0 },
    { title: 'TAKEN', align: 'left', rank: 0, least: 12 },
    { title: 'ROWS', align: 'right', rank: 1 },
    { title: 'WHEN', align: 'left', rank: 3 },
    { title: 'IN USE', align: 'left', rank: 0 },
  ] as const
  const cells = offers.map((it) => [
    cell(String(it.id)),
    cell(originWords(it, state.now)),
    cell(counted(it.rows)),
    cell(instant(it.taken).slice(0, 16), 'dim'),
    cell(useOf(it), it.current > 0 ? 'good' : 'dim'),
  ])
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  const chosen = baselineChosen(state, view)
  const selected = chosen === null ? -1 : offers.indexOf(chosen)
  const room = Math.max(1, look.height - 4)
  const top = Math.max(0, selected - room + 1)
  return [
    title,
    ...drawTable(table, { width, height: Math.min(cells.length, room) + 1, top, selected, sort: null }, theme),
    empty,
    line(cell(`  enter compares ${view} with the one chosen, from the last ingest on`, 'dim')),
  ]
}

const useOf = ({ current }: ListedBaseline): string => (current === 0 ? '' : `by ${several(current, 'feature')}`)
