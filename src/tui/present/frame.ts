// What is on the whole screen? Header, tabs, one body, a line of keys: lines of exactly the terminal's size.
import { entryKeys, keysOf, keyTable } from '../keys.ts'
import { screenOf } from '../screens/screens.ts'
import { answerTo, bodyHeight, currentPlace, listAt, type ScreenName, type State, smallest } from '../state/state.ts'
import { header } from './header.ts'
import { helpLines } from './help.ts'
import { type Cell, cell, crop, empty, fill, fitLine, type Line, line, paragraph } from './lines.ts'
import { paletteLines } from './palette.ts'
import { endOf, safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'
import { age, several } from './words.ts'

export const frame = (state: State, theme: Theme): Line[] => {
  const { columns, rows } = state.size
  const fitted = (lines: readonly Line[]): Line[] => fill(lines, rows).map((it) => fitLine(it, columns, theme))
  if (columns < smallest.columns || rows < smallest.rows) return fitted(tooSmall(state, theme))
  const height = bodyHeight(state)
  return fitted([
    header(state, theme),
    tabs(state, theme),
    ...fill(body(state, theme, height), height),
    notice(state, theme),
    foot(state, theme),
  ])
}

const body = (state: State, theme: Theme, height: number): Line[] => {
  const look = { width: state.size.columns, height, theme }
  if (state.help) return crop(helpLines(state, look), height, theme)
  if (state.entry?.kind === 'palette') return crop(paletteLines(state, look), height, theme)
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  const lines = screen.body(state, place, look)
  if (screen.listing(state, place) !== null || lines.length <= height) return crop(lines, height, theme)
  const top = Math.min(listAt(state, place).top, lines.length - height + 1)
  const after = lines.length - top - (height - 1)
  const more = after <= 0 ? 'the end' : `${theme.glyphs.down} ${several(after, 'more line')}   j goes on`
  return [...lines.slice(top, top + height - 1), line(cell(more, 'dim'))]
}

const tabs = (state: State, { glyphs }: Theme): Line => {
  const place = currentPlace(state)
  const root = state.stack.find(({ screen }) => state.tabs.includes(screen))?.screen
  const cells = keyTable.flatMap(({ keys, word, does }): Cell[] => {
    const name = does.startsWith('tab ') ? (does.slice(4) as ScreenName) : null
    if (name === null || !state.tabs.includes(name)) return []
    const isHere = name === root
    return [
      cell(isHere ? '[' : ' ', 'accent'),
      cell(`${keys[0]} `, 'dim'),
      cell(word, isHere ? 'accent' : 'plain'),
      cell(isHere ? ']' : ' ', 'accent'),
      cell(' '),
    ]
  })
  const behind = state.stack.slice(1).map((it) => screenOf(it.screen).title(it))
  const path = behind.length === 0 || place.screen === root ? '' : ` ${glyphs.to} ${behind.join(` ${glyphs.to} `)}`
  return { cells: [...cells, cell(path, 'bold')] }
}

const prompts = {
  filter: 'filter',
  palette: 'command',
  key: 'key',
  instant: 'instant',
  export: 'export to',
  baseline: 'baseline',
} as const
const hints = {
  filter: 'words, or entity: tag: owner: status: view: type: with a value, - leaves out',
  palette: 'type what you want, enter does it, esc leaves',
  key: 'enter looks it up, tab completes it, the arrows choose',
  instant: 'as 2026-03-01, 2026-03-01T12:00, or 7d for a week ago; empty is now',
  baseline: 'the arrows choose, or type its number',
  export: 'a file name; the table as it is filtered and sorted, as CSV',
} as const

const hintOf = (state: State, kind: keyof typeof hints): string =>
  (kind === 'filter' ? screenOf(currentPlace(state).screen).filters : undefined) ?? hints[kind]

/** Beneath so many columns a hint says nothing. */
const leastHint = 12

const notice = (state: State, { glyphs }: Theme): Line => {
  const { entry, confirm, job } = state
  if (entry) {
    const cursor = glyphs.ascii ? '_' : '▏'
    const prompt = `${prompts[entry.kind]}: `
    const room = state.size.columns - prompt.length - 1
    const text = safe(entry.text, glyphs.ascii)
    return line(
      cell(prompt, 'accent'),
      cell(endOf(text, room, glyphs.more), 'bold'),
      cell(cursor, 'accent'),
      cell(widthOf(text) + leastHint > room ? '' : `  ${hintOf(state, entry.kind)}`, 'dim'),
    )
  }
  if (confirm) return line(cell(`${confirm.question} `, 'warn'), cell('y', 'accent'), cell(' yes   any other key: no'))
  if (job) {
    const share = job.total === null || job.total === 0 ? '' : ` ${Math.floor((job.done / job.total) * 100)}%`
    return line(
      cell(`${job.name}: `, 'accent'),
      cell(`${job.step}${share} ${glyphs.more}`),
      cell('   esc', 'accent'),
      cell(' stops it'),
    )
  }
  if (state.notice !== null && state.notice.tone !== 'dim') return line(cell(state.notice.text, state.notice.tone))
  return unread(state) ?? (state.notice === null ? empty : line(cell(state.notice.text, 'dim')))
}

/** What is shown is what was read last: the registry cannot be read now. */
const unread = (state: State): Line | null => {
  const { value, at, error, fix } = answerTo(state, 'registry', '')
  if (value === null || error === null) return null
  return line(
    cell('FAIL ', 'bad'),
    cell(`${error}; shown as it was ${age(at, state.now)}`, 'warn'),
    cell(fix === undefined ? '' : `   ${fix}`, 'dim'),
  )
}

interface FootKey {
  readonly name: string
  readonly word: string
  readonly rank: number
}

/** Keys that do something here, as many whole ones as there is room for; the rest is behind `?`. */
const foot = (state: State, { glyphs }: Theme): Line => {
  const { screen } = currentPlace(state)
  if (state.entry)
    return keyLine(
      entryKeys.flatMap(({ keys: [name = ''], word, foot: isShown }) => (isShown ? [{ name, word, rank: 0 }] : [])),
      state.size.columns,
    )
  if (state.help) return line(cell('?', 'accent'), cell(' or '), cell('esc', 'accent'), cell(' closes this'))
  const keys = keysOf(screen).flatMap(({ keys: [name = ''], word, foot: rank, off }): FootKey[] =>
    rank === undefined || (off?.(state) ?? null) !== null
      ? []
      : [{ name: name === 'enter' ? glyphs.enter : name, word, rank }],
  )
  return keyLine(keys, state.size.columns)
}

const between = 3

const keyLine = (keys: readonly FootKey[], width: number): Line => {
  const room = (some: readonly FootKey[]): number =>
    some.reduce((sum, { name, word }) => sum + name.length + 1 + word.length + between, -between)
  let kept = keys
  while (room(kept) > width) {
    const least = Math.max(...kept.map(({ rank }) => rank))
    if (least === 0) break
    const at = kept.findLastIndex(({ rank }) => rank === least)
    kept = kept.toSpliced(at, 1)
  }
  return {
    cells: kept.flatMap(({ name, word }, at): Cell[] => [
      cell(`${at === 0 ? '' : ' '.repeat(between)}`),
      cell(name, 'accent'),
      cell(` ${word}`),
    ]),
  }
}

const tooSmall = ({ size }: State, theme: Theme): Line[] =>
  paragraph(
    `Pintail needs ${smallest.columns}x${smallest.rows}; this terminal has ${size.columns}x${size.rows}. Make it larger, or press q.`,
    Math.max(1, size.columns),
    theme,
  )
