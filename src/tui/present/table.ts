// How do rows become columns on a screen? Only those in sight are drawn; the last columns give way where it is narrow.
import { type Cell, cell, type Line } from './lines.ts'
import { type Align, fit, safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'

export interface ColumnHead {
  readonly title: string
  /** Where there is no room for the title. */
  readonly short?: string
  readonly align: Align
  /** The widest it becomes; a column without may take what is left. */
  readonly most?: number
  readonly least?: number
  /** Those of a higher rank go first where there is no room; 0 always stays. */
  readonly rank: number
  /** Before any other, where every row says the same: it is no use to cut a name for it. */
  readonly goesWhereSame?: boolean
}

export interface TableRows {
  readonly heads: readonly ColumnHead[]
  /** Of what a column holds, its head aside. */
  readonly natural: readonly number[]
  /** Columns that say the same in every row. */
  readonly same?: readonly boolean[]
  /** How many there are; only some are asked for. */
  readonly count: number
  row(at: number): readonly Cell[]
}

export interface Viewport {
  readonly width: number
  /** The heads included. */
  readonly height: number
  readonly top: number
  readonly selected: number
  readonly sort: { readonly column: number; readonly descending: boolean } | null
}

const gap = 2
const marker = 2

/** Of each column as wide as it would be, its head with the sign of the order included. */
const wantedWidths = ({ heads, natural }: TableRows, sorted: number | null): number[] =>
  heads.map(({ title, most = 60 }, at) =>
    Math.max(widthOf(title) + (sorted === at ? 1 : 0), Math.min(natural[at] ?? 0, most)),
  )

/** How wide the whole is where nothing gives way. */
export const widthWanted = (table: TableRows): number =>
  wantedWidths(table, null).reduce((sum, width) => sum + width + gap, marker - gap)

/** Widths by column; 0 for those that are not shown. */
export const columnWidths = (table: TableRows, width: number, sorted: number | null = null): number[] => {
  const { heads, natural, same = [] } = table
  const room = width - marker
  const wanted = wantedWidths(table, sorted)
  const least = heads.map(({ title, short, least: given }, at) =>
    Math.min(
      wanted[at] ?? 0,
      given ??
        Math.max(widthOf(short ?? title) + (sorted === at ? 1 : 0), short ? (natural[at] ?? 0) : (wanted[at] ?? 0)),
    ),
  )
  let shown = heads.map((_, at) => at)
  const total = (widths: readonly number[]): number => shown.reduce((sum, at) => sum + (widths[at] ?? 0) + gap, -gap)
  /** Of some the one that goes first, the last of the highest rank. */
  const drop = (some: readonly number[]): boolean => {
    const rank = (at: number): number => heads[at]?.rank ?? 0
    const [first, ...others] = some.filter((at) => rank(at) > 0 && at !== sorted)
    if (first === undefined) return false
    const last = others.reduce((most, at) => (rank(at) >= rank(most) ? at : most), first)
    shown = shown.filter((at) => at !== last)
    return true
  }
  const isSame = (at: number): boolean => same[at] === true && heads[at]?.goesWhereSame === true
  while (total(wanted) > room && drop(shown.filter(isSame)));
  while (shown.length > 1 && total(least) > room && drop(shown));
  const widths = heads.map((_, at) => (shown.includes(at) ? (wanted[at] ?? 0) : 0))
  // Titles give way before what stands beneath them does.
  for (const at of shown) if (heads[at]?.short !== undefined && total(widths) > room) widths[at] = least[at] ?? 0
  while (total(widths) > room) {
    const spare = shown.map((at) => ({ at, by: (widths[at] ?? 0) - (least[at] ?? 0) }))
    const most = spare.reduce((a, b) => (b.by > a.by ? b : a))
    if (most.by <= 0) break
    widths[most.at] = (widths[most.at] ?? 0) - Math.max(1, Math.min(Math.ceil(most.by / 4), total(widths) - room))
  }
  return widths
}

export const drawTable = (table: TableRows, viewport: Viewport, theme: Theme): Line[] => {
  const widths = columnWidths(table, viewport.width, viewport.sort?.column ?? null)
  const { sort, top, selected } = viewport
  const heads = table.heads.map(({ title: whole, short }, at) => {
    const sign = sort?.column === at ? (sort.descending ? theme.glyphs.down : theme.glyphs.up) : ''
    const title = short !== undefined && widthOf(whole + sign) > (widths[at] ?? 0) ? short : whole
    return cell(`${title}${sign}`, sort?.column === at ? 'accent' : 'dim')
  })
  const count = Math.max(0, Math.min(viewport.height - 1, table.count - top))
  const rows = Array.from({ length: count }, (_, at) => drawn(table.row(top + at), top + at === selected))
  return [drawn(heads, false), ...rows]

  function drawn(cells: readonly Cell[], isSelected: boolean): Line {
    const shown = table.heads.flatMap(({ align }, at): Cell[] => {
      const width = widths[at] ?? 0
      if (width === 0) return []
      const before = widths.slice(0, at).some((it) => it > 0) ? [cell(' '.repeat(gap))] : []
      const { text, tone } = cells[at] ?? cell('')
      return [...before, { text: fit(safe(text, theme.glyphs.ascii), width, align, theme.glyphs.more), tone }]
    })
    return { cells: [cell(isSelected ? '> ' : '  ', 'accent'), ...shown], selected: isSelected }
  }
}

/** The first row in sight so that the selected one is, moved as little as can be. */
export const topFor = (selected: number, top: number, room: number, count: number): number => {
  const last = Math.max(0, count - room)
  const least = selected - room + 1
  return Math.max(0, Math.min(Math.max(Math.min(top, selected), least), last))
}
