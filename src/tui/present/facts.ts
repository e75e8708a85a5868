// How is one thing told? Names and values in two columns, under headings.
import { cell, empty, type Line, line, paragraph, rule } from './lines.ts'
import { safe, widthOf, wrapped } from './text.ts'
import type { Theme, Tone } from './theme.ts'

export interface Fact {
  readonly name: string
  readonly value: string
  readonly tone?: Tone
}

/** What has no value is left out; long values go on beneath themselves. */
export const facts = (all: readonly Fact[], width: number, theme: Theme): Line[] => {
  const told = all.filter(({ value }) => value !== '')
  const names = Math.max(0, ...told.map(({ name }) => widthOf(name))) + 2
  return told.flatMap(({ name, value, tone = 'plain' }) =>
    wrapped(safe(value, theme.glyphs.ascii), Math.max(8, width - names)).map((text, at) =>
      line(cell((at === 0 ? name : '').padEnd(names), 'dim'), cell(text, tone)),
    ),
  )
}

/** Nothing at all where there is nothing beneath the heading. */
export const section = (title: string, lines: readonly Line[], width: number, theme: Theme): Line[] =>
  lines.length === 0 ? [] : [rule(width, theme, title), ...lines, empty]

export const quoted = (text: string, width: number, theme: Theme): Line[] =>
  paragraph(text, Math.max(8, width - 2), theme).map((it) => line('  ', ...it.cells))
